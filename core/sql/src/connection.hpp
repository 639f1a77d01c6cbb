#pragma once

#include <fangst/sql/session.hpp>

#include <memory>
#include <string>

namespace fangst::sql {

/// One database connection. SOCI is seen in connection.cpp alone. Used by one thread at a time.
class Connection : public Session {
 public:
  static std::unique_ptr<Connection> open_sqlite(const std::string& file);
  static std::unique_ptr<Connection> open_postgresql(const std::string& parameters);

  /// Several statements separated by ";" at line ends, without parameters; for migrations.
  virtual void run_script(const std::string& script) = 0;
  /// False after an error that a PostgreSQL connection does not survive. Asks nobody.
  virtual bool is_usable() const = 0;
  /// Asks a PostgreSQL server: a round trip. Finds out that a connection broke while nobody used it.
  virtual bool is_alive() = 0;
};

}  // namespace fangst::sql

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
  /// False after an error that a PostgreSQL connection does not survive.
  virtual bool is_usable() = 0;
};

}  // namespace fangst::sql

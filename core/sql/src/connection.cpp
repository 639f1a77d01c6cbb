#include "connection.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <sstream>
#include <unordered_map>

namespace fangst::sql {
namespace {

/// A statement that is prepared once; its parameters and columns are bound once to the storage beside it.
struct Prepared {
  explicit Prepared(soci::session& session) : statement(session) {}

  struct Slot {
    long long integer = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
  };
  std::deque<Slot> parameters;  // a deque: SOCI keeps references to the elements
  std::deque<Slot> columns;
  soci::statement statement;
};

std::string signature(std::string_view sql, std::span<const Value> parameters) {
  std::string key(sql);
  key += '\0';
  for (const auto& value : parameters) key += std::holds_alternative<std::int64_t>(value) ? 'i' : 't';
  return key;
}

void assign(Prepared::Slot& slot, const Value& value) {
  slot.indicator = std::holds_alternative<std::monostate>(value) ? soci::i_null : soci::i_ok;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) slot.integer = *integer;
  if (const auto* text = std::get_if<std::string>(&value)) slot.text = *text;
}

Value take(Prepared::Slot& slot, ColumnType type) {
  if (slot.indicator == soci::i_null) return std::monostate{};
  if (type == ColumnType::integer) return static_cast<std::int64_t>(slot.integer);
  return slot.text;
}

class SociConnection final : public Connection {
 public:
  SociConnection(const soci::backend_factory& backend, const std::string& parameters, bool postgresql)
      : session_(backend, parameters), postgresql_(postgresql) {}

  std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
    return guarded(
        sql,
        [&] {
          auto& prepared = prepare(sql, parameters, {});
          prepared.statement.execute(true);
          return static_cast<std::int64_t>(prepared.statement.get_affected_rows());
        },
        parameters);
  }

  std::vector<std::vector<Value>> fetch(std::string_view sql, std::span<const Value> parameters,
                                        std::span<const ColumnType> columns) override {
    return guarded(
        sql,
        [&] {
          auto& prepared = prepare(sql, parameters, columns);
          std::vector<std::vector<Value>> rows;
          prepared.statement.execute(false);
          while (prepared.statement.fetch()) {
            auto& row = rows.emplace_back();
            row.reserve(columns.size());
            for (std::size_t i = 0; i < columns.size(); ++i) row.push_back(take(prepared.columns[i], columns[i]));
          }
          return rows;
        },
        parameters);
  }

  bool is_postgresql() const override { return postgresql_; }

  void run_script(const std::string& script) override {
    std::istringstream lines(script);
    std::string line;
    std::string statement;
    while (std::getline(lines, line)) {
      statement += line + "\n";
      if (line.empty() || line.back() != ';') continue;
      statement.resize(statement.size() - 2);
      try {
        session_ << statement;
      } catch (const std::exception& error) {
        throw SqlError(std::string(error.what()) + " in: " + statement);
      }
      statement.clear();
    }
  }

  bool is_usable() const override { return usable_; }
  bool is_alive() override { return usable_ && (!postgresql_ || session_.is_connected()); }

 private:
  template <class Work>
  auto guarded(std::string_view sql, const Work& work, std::span<const Value> parameters) -> decltype(work()) {
    try {
      return work();
    } catch (const std::exception& error) {
      // The statement may be half-way through its rows: it must not be used again.
      statements_.erase(signature(sql, parameters));
      if (postgresql_ && !session_.is_connected()) usable_ = false;
      throw SqlError(error.what());
    }
  }

  Prepared& prepare(std::string_view sql, std::span<const Value> parameters, std::span<const ColumnType> columns) {
    auto key = signature(sql, parameters);
    const auto found = statements_.find(key);
    auto& prepared = found != statements_.end() ? *found->second : make(std::move(key), sql, parameters, columns);
    for (std::size_t i = 0; i < parameters.size(); ++i) assign(prepared.parameters[i], parameters[i]);
    return prepared;
  }

  Prepared& make(std::string key, std::string_view sql, std::span<const Value> parameters,
                 std::span<const ColumnType> columns) {
    auto prepared = std::make_unique<Prepared>(session_);
    prepared->statement.alloc();
    for (const auto& value : parameters) {
      auto& slot = prepared->parameters.emplace_back();
      if (std::holds_alternative<std::int64_t>(value)) {
        prepared->statement.exchange(soci::use(slot.integer, slot.indicator));
      } else {
        prepared->statement.exchange(soci::use(slot.text, slot.indicator));
      }
    }
    for (const auto type : columns) {
      auto& slot = prepared->columns.emplace_back();
      if (type == ColumnType::integer) {
        prepared->statement.exchange(soci::into(slot.integer, slot.indicator));
      } else {
        prepared->statement.exchange(soci::into(slot.text, slot.indicator));
      }
    }
    prepared->statement.prepare(std::string(sql));
    prepared->statement.define_and_bind();
    return *statements_.emplace(std::move(key), std::move(prepared)).first->second;
  }

  soci::session session_;
  bool postgresql_;
  bool usable_ = true;
  std::unordered_map<std::string, std::unique_ptr<Prepared>> statements_;
};

/// A connection is used by one thread at a time, so SQLite need not lock each call; and nobody reads its memory
/// statistics, which would cost a lock for each allocation. Must come before the first connection of the process.
void configure_sqlite_once() {
  static const bool done = [] {
    return sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK &&
           sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  }();
  static_cast<void>(done);
}

std::unique_ptr<SociConnection> connect(const soci::backend_factory& backend, const std::string& parameters,
                                        bool is_postgresql) {
  try {
    return std::make_unique<SociConnection>(backend, parameters, is_postgresql);
  } catch (const std::exception& error) {
    throw SqlError(error.what());
  }
}

}  // namespace

std::unique_ptr<Connection> Connection::open_sqlite(const std::string& file) {
  configure_sqlite_once();
  auto connection = connect(*soci::factory_sqlite3(), "db=" + file + " timeout=30", false);
  connection->run_script(
      "PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\nPRAGMA foreign_keys=ON;\n"
      "PRAGMA wal_autocheckpoint=4000;\nPRAGMA cache_size=-8000;\nPRAGMA temp_store=MEMORY;\n");
  return connection;
}

std::unique_ptr<Connection> Connection::open_postgresql(const std::string& parameters) {
  auto connection = connect(*soci::factory_postgresql(), parameters, true);
  connection->run_script("SET client_min_messages = warning;\nSET synchronous_commit = on;\n");
  return connection;
}

}  // namespace fangst::sql

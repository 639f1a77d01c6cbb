#include "connection.hpp"
#include "document_files.hpp"
#include "group_commit.hpp"
#include "migrate.hpp"
#include "presence.hpp"

#include <fangst/sql/database.hpp>

#include <sys/stat.h>

#include <condition_variable>
#include <future>
#include <mutex>

namespace fangst::sql {
namespace {

/// A few connections for reading; a reader waits when all are out.
class ReaderPool {
 public:
  ReaderPool(GroupCommit::Connect connect, std::size_t limit) : connect_(std::move(connect)), limit_(limit) {}

  std::unique_ptr<Connection> borrow() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return !idle_.empty() || lent_ < limit_; });
    ++lent_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    lock.unlock();
    try {
      return connect_();
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }

  void give_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      --lent_;
      if (connection && connection->is_usable()) {
        idle_.push_back(std::move(connection));
      } else {
        idle_.clear();  // they went to the same server: each would fail once more
      }
    }
    returned_.notify_one();
  }

 private:
  GroupCommit::Connect connect_;
  std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t lent_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

GroupCommit::Connect connector(const DatabaseSettings& settings) {
  if (!settings.postgresql.empty()) {
    return [parameters = settings.postgresql] { return Connection::open_postgresql(parameters); };
  }
  return [file = (settings.directory / "fangst.sqlite").string()] { return Connection::open_sqlite(file); };
}

/// Which documents are stored, and where.
constexpr const char* kDocuments = R"sql(
CREATE TABLE document (
  sha256 TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  location TEXT NOT NULL
);
)sql";

void prepare(const DatabaseSettings& settings, CommitHook& hook) {
  std::filesystem::create_directories(settings.directory);
  ::chmod(settings.directory.c_str(), 0700);
  auto connection = connector(settings)();
  migrate(*connection, migrations_of(hook));
  hook.prepare(*connection);
}

}  // namespace

std::vector<Migration> migrations_of(const CommitHook& hook) {
  std::vector<Migration> all{{"sql-001", kDocuments}};
  for (auto& migration : hook.migrations()) all.push_back(std::move(migration));
  return all;
}

struct Database::State {
  State(DatabaseSettings settings_in, std::shared_ptr<ports::Clock> clock_in, std::unique_ptr<CommitHook> hook_in)
      : settings(std::move(settings_in)),
        clock(std::move(clock_in)),
        hook(std::move(hook_in)),
        readers(connector(settings), settings.readers),
        files(settings, *clock, [this](const model::Sha256& sha256) { return locate(sha256); }),
        writer(connector(settings), files, *clock, *hook, presence) {}

  Result<void> read(const std::function<Result<void>(Session&)>& fn) {
    std::unique_ptr<Connection> connection;
    try {
      connection = readers.borrow();
    } catch (const std::exception& error) {
      presence.lost(Presence::Loss::unreachable, "sql.read", error.what());
      return Failure(read_error(error));
    }
    try {
      auto result = fn(*connection);
      readers.give_back(std::move(connection));
      presence.found_by_read();
      return result;
    } catch (const SqlError& error) {
      if (!connection->is_usable()) presence.lost(Presence::Loss::unreachable, "sql.read", error.what());
      readers.give_back(std::move(connection));
      return Failure(read_error(error));
    } catch (...) {
      readers.give_back(std::move(connection));  // else every reader would be lost in time
      throw;
    }
  }

  static Error read_error(const std::exception& error) {
    return {ErrorKind::unavailable, "lager.utilgjengelig", "sql.read",
            PublicText{"Fangst får ikke lest fra databasen akkurat nå. Prøv igjen om litt."},
            PrivateDetail{error.what()}};
  }

  Result<std::optional<std::string>> locate(const model::Sha256& sha256) {
    std::optional<std::string> location;
    FANGST_CHECK(read([&](Session& session) -> Result<void> {
      const auto rows = session.query<std::string>("SELECT location FROM document WHERE sha256 = :1", sha256.hex());
      if (!rows.empty()) location = std::get<0>(rows.front());
      return {};
    }));
    return location;
  }

  DatabaseSettings settings;
  std::shared_ptr<ports::Clock> clock;
  std::unique_ptr<CommitHook> hook;
  Presence presence;
  ReaderPool readers;
  DocumentFiles files;
  GroupCommit writer;
};

Database::Database(DatabaseSettings settings, std::shared_ptr<ports::Clock> clock, std::unique_ptr<CommitHook> hook) {
  prepare(settings, *hook);
  state_ = std::make_unique<State>(std::move(settings), std::move(clock), std::move(hook));
}

Database::~Database() = default;

Result<void> Database::write(Write write) {
  std::promise<Result<void>> promise;
  auto outcome = promise.get_future();
  write_async(std::move(write), [&promise](Result<void> result) { promise.set_value(std::move(result)); });
  return outcome.get();
}

Result<void> Database::write(std::function<Result<void>(Transaction&)> apply) {
  return write(Write{{}, std::move(apply)});
}

void Database::write_async(Write write, std::function<void(Result<void>)> done) {
  state_->writer.submit(std::move(write), std::move(done));
}

Result<void> Database::read(const std::function<Result<void>(Session&)>& fn) { return state_->read(fn); }
ports::DocumentStore& Database::documents() { return state_->files; }
const ports::Clock& Database::clock() const { return *state_->clock; }
const CommitHook& Database::hook() const { return *state_->hook; }
const DatabaseSettings& Database::settings() const { return state_->settings; }
void Database::on_change(DatabaseListener listener) { state_->presence.listen(std::move(listener)); }
void Database::on_commit(std::function<void()> listener) { state_->writer.on_commit(std::move(listener)); }
void Database::forget_listeners() { state_->writer.forget_listeners(); }

}  // namespace fangst::sql

#include "backlog.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>
#include <fangst/store/tables.hpp>
#include <fangst/support/process.hpp>

#include <stdexcept>

namespace fangst::queue {
namespace {

void expect_ok(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().code() + ": " + result.error().private_detail());
}

}  // namespace

StoredBacklog::StoredBacklog(const std::string& postgresql)
    : postgresql_(postgresql), database_name_("t_" + crypto::hex(crypto::random_bytes(6))) {
  directory_ = std::filesystem::temp_directory_path() / ("fangst-queue-" + database_name_);
  std::filesystem::create_directories(directory_);
  sql::DatabaseSettings settings;
  settings.directory = directory_;
  if (!postgresql_.empty()) {
    support::run_process({"psql", "-q", postgresql_, "-c", "CREATE DATABASE " + database_name_});
    settings.postgresql = postgresql_ + " dbname=" + database_name_;
  }
  database_ =
      std::make_unique<sql::Database>(settings, std::make_shared<ports::SystemClock>(),
                                      std::make_unique<audit::Log>(audit::LogSettings{
                                          "test.example/revisjon", crypto::Ed25519Key::generate(), {store::tables()}}));
}

StoredBacklog::~StoredBacklog() {
  database_.reset();
  if (!postgresql_.empty()) support::run_process({"psql", "-q", postgresql_, "-c", "DROP DATABASE " + database_name_});
  std::filesystem::remove_all(directory_);
}

std::shared_ptr<ports::Outbox> StoredBacklog::outbox() { return std::make_shared<store::StoredOutbox>(*database_); }

void StoredBacklog::enqueue(const std::string& step, model::Timestamp due_at, int count) {
  expect_ok(database_->write([&](sql::Transaction& tx) -> Result<void> {
    for (int i = 0; i < count; ++i) {
      tx.run(
          "INSERT INTO work (submission_id, step, due_at, visible_at, lease_owner, handouts, traceparent) "
          "VALUES (:1, :2, :3, :4, '', 0, '')",
          "s", step, model::to_millis(due_at), model::to_millis(due_at));
    }
    return {};
  }));
}

void StoredBacklog::finish(const ports::WorkItem& item) {
  expect_ok(database_->write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("DELETE FROM work WHERE id = :1", item.id);
    return {};
  }));
}

void StoredBacklog::reschedule(const ports::WorkItem& item, model::Timestamp due_at) {
  expect_ok(database_->write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("UPDATE work SET due_at = :1, visible_at = :2, lease_owner = '', handouts = 0 WHERE id = :3",
           model::to_millis(due_at), model::to_millis(due_at), item.id);
    return {};
  }));
}

std::size_t StoredBacklog::size() {
  std::int64_t count = 0;
  expect_ok(database_->read([&](sql::Session& session) -> Result<void> {
    count = std::get<0>(session.query<std::int64_t>("SELECT count(*) FROM work").front());
    return {};
  }));
  return static_cast<std::size_t>(count);
}

std::unique_ptr<Backlog> OnSqlite::open() { return std::make_unique<StoredBacklog>(""); }

std::unique_ptr<Backlog> OnPostgresql::open() {
  const auto* server = std::getenv("FANGST_TEST_POSTGRESQL");
  return server == nullptr ? nullptr : std::make_unique<StoredBacklog>(server);
}

}  // namespace fangst::queue

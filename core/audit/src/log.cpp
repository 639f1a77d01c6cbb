#include "audit_tree.hpp"

#include <fangst/audit/log.hpp>

#include <stdexcept>

namespace fangst::audit {
namespace {

constexpr const char* kFirst = R"sql(
CREATE TABLE audit_entry (
  idx BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  source TEXT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  leaf TEXT NOT NULL
);
CREATE INDEX audit_entry_submission ON audit_entry (submission_id, idx);
CREATE INDEX audit_entry_intake ON audit_entry (at, source)
  WHERE kind IN ('submission.accepted', 'intake.refused', 'intake.duplicate', 'intake.conflict');
CREATE TABLE audit_tile (
  level BIGINT NOT NULL,
  idx BIGINT NOT NULL,
  root TEXT NOT NULL,
  PRIMARY KEY (level, idx)
);
CREATE TABLE audit_head (
  id BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  frontier TEXT NOT NULL,
  checkpoint TEXT NOT NULL,
  kept_checkpoints BIGINT NOT NULL
);
CREATE TABLE audit_checkpoint (
  size BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  checkpoint TEXT NOT NULL
);
)sql";

template <class LogType, class Hook>
LogType& as_log(Hook& hook) {
  auto* log = dynamic_cast<LogType*>(&hook);
  if (log == nullptr) throw std::logic_error("the database has no audit log");
  return *log;
}

}  // namespace

/// `present` as rows have been written, `before_write` to undo one write, `written` the size that the head tells.
struct Log::Trees {
  AuditTree present, before_write;
  std::uint64_t written = 0;
};

Log::Log(LogSettings settings) : settings_(std::move(settings)), trees_(std::make_unique<Trees>()) {}
Log::~Log() = default;

std::vector<sql::Migration> Log::migrations() const {
  std::vector<sql::Migration> all{{"audit-001", kFirst}};
  for (const auto& module : settings_.tables) all.push_back(module.migration);
  return all;
}

void Log::prepare(sql::Session& session) {
  session.run(
      "INSERT INTO audit_head (id, size, frontier, checkpoint, kept_checkpoints) VALUES (1, 0, '', '', 0) "
      "ON CONFLICT (id) DO NOTHING");
}

void Log::begin(sql::Session& session) {
  trees_->present.catch_up(session);
  trees_->written = trees_->present.size();
}

void Log::begin_write() { trees_->before_write = trees_->present; }
void Log::undo_write() { trees_->present = trees_->before_write; }

void Log::before_commit(sql::Session& session, model::Timestamp now) {
  if (trees_->present.size() == trees_->written) return;
  trees_->present.write_head(session, now, settings_.origin, settings_.key);
}

void Log::forget() { *trees_ = {}; }

std::uint64_t Log::append(sql::Session& session, model::Timestamp at, const Entry& entry) {
  return trees_->present.append(session, at, entry);
}

std::string actor_of(const model::StepName& step) { return "step:" + step.str(); }

std::int64_t append(sql::Transaction& tx, const Entry& entry) {
  return static_cast<std::int64_t>(as_log<Log>(tx.hook()).append(tx, tx.now(), entry));
}

const Log& log_of(const sql::Database& database) { return as_log<const Log>(database.hook()); }

}  // namespace fangst::audit

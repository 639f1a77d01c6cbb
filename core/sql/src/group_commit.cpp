#include "group_commit.hpp"

#include <algorithm>

namespace fangst::sql {
namespace {

/// Enough to share a sync widely, few enough that the first does not wait long for the last.
constexpr std::size_t kBatchLimit = 256;

Error unavailable(const std::string& detail) {
  return {ErrorKind::unavailable, "lager.utilgjengelig", "sql.write",
          PublicText{"Fangst får ikke lagret akkurat nå. Ingenting er tatt imot. Prøv igjen om litt."},
          PrivateDetail{detail}};
}

class OpenTransaction final : public Transaction {
 public:
  OpenTransaction(Connection& connection, CommitHook& hook, model::Timestamp now)
      : connection_(connection), hook_(hook), now_(now) {}

  std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
    return connection_.execute(sql, parameters);
  }
  std::vector<std::vector<Value>> fetch(std::string_view sql, std::span<const Value> parameters,
                                        std::span<const ColumnType> columns) override {
    return connection_.fetch(sql, parameters, columns);
  }
  bool is_postgresql() const override { return connection_.is_postgresql(); }
  model::Timestamp now() const override { return now_; }
  CommitHook& hook() override { return hook_; }

 private:
  Connection& connection_;
  CommitHook& hook_;
  model::Timestamp now_;
};

}  // namespace

GroupCommit::GroupCommit(Connect connect, DocumentFiles& files, const ports::Clock& clock, CommitHook& hook,
                         Presence& presence)
    : connect_(std::move(connect)), files_(files), clock_(clock), hook_(hook), presence_(presence), thread_([this] {
        run();
      }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void GroupCommit::submit(Write write, std::function<void(Result<void>)> done) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(write), std::move(done), {}});
  }
  wake_.notify_one();
}

void GroupCommit::on_commit(std::function<void()> listener) {
  const std::lock_guard lock(listener_mutex_);
  listeners_.push_back(std::move(listener));
}

void GroupCommit::forget_listeners() {
  const std::lock_guard lock(listener_mutex_);
  listeners_.clear();
}

void GroupCommit::run() {
  std::vector<Job> batch;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto count = std::min(queue_.size(), kBatchLimit);
      std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count), std::back_inserter(batch));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    commit(batch);
    for (auto& job : batch) job.done(std::move(job.result));
    batch.clear();
    const std::lock_guard lock(listener_mutex_);
    for (const auto& listener : listeners_) listener();
  }
}

void GroupCommit::commit(std::vector<Job>& batch) {
  try {
    try_commit(batch);
    presence_.found_by_commit();
  } catch (const std::exception& error) {
    hook_.forget();
    const auto detail = error.what() + roll_back();
    const bool is_reachable = connection_ && connection_->is_usable();
    presence_.lost(is_reachable ? Presence::Loss::unwritable : Presence::Loss::unreachable, "sql.write", detail);
    for (auto& job : batch) job.result = Failure(unavailable(detail));
  }
}

/// What went wrong with it, to be added to what went wrong before; a connection that cannot be rolled back is dropped.
std::string GroupCommit::roll_back() {
  try {
    if (connection_ && connection_->is_usable()) connection_->run("ROLLBACK");
    return {};
  } catch (const std::exception& error) {
    connection_.reset();
    return std::string("; and the rollback: ") + error.what();
  }
}

void GroupCommit::try_commit(std::vector<Job>& batch) {
  if (!connection_ || !connection_->is_alive()) {
    connection_ = connect_();
    hook_.forget();
  }
  const auto now = clock_.now();
  connection_->run(connection_->is_postgresql() ? "BEGIN" : "BEGIN IMMEDIATE");
  hook_.begin(*connection_);
  for (auto& job : batch) job.result = apply(job, now);
  hook_.before_commit(*connection_, now);
  files_.sync();
  connection_->run("COMMIT");
}

Result<void> GroupCommit::apply(Job& job, model::Timestamp now) {
  hook_.begin_write();
  connection_->run("SAVEPOINT one_write");
  Result<void> result;
  try {
    place_documents(job.write);
    OpenTransaction transaction(*connection_, hook_, now);
    result = job.write.apply(transaction);
  } catch (const SqlError& error) {
    if (!connection_->is_usable()) throw;
    result = Failure(Error(ErrorKind::internal, "lager.sql", "sql.write",
                           PublicText{"Noe gikk galt i Fangst. Feilen er logget."}, PrivateDetail{error.what()}));
  } catch (const BrokenInvariant& broken) {
    result = Failure(broken.error());
  } catch (const std::filesystem::filesystem_error& error) {
    result = Failure(unavailable(error.what()));
  } catch (const std::exception& error) {
    // A fault of this write alone must not take the others of the batch with it (invariant 11).
    result = Failure(Error(ErrorKind::internal, "lager.uventet", "sql.write",
                           PublicText{"Noe gikk galt i Fangst. Feilen er logget."}, PrivateDetail{error.what()}));
  }
  if (!result) {
    hook_.undo_write();
    connection_->run("ROLLBACK TO SAVEPOINT one_write");
  }
  connection_->run("RELEASE SAVEPOINT one_write");
  return result;
}

void GroupCommit::place_documents(const Write& write) {
  for (const auto& document : write.documents) {
    const auto sha256 = document->sha256().hex();
    if (!connection_->query<std::int64_t>("SELECT size FROM document WHERE sha256 = :1", sha256).empty()) continue;
    const auto location = files_.place(*document);
    connection_->run("INSERT INTO document (sha256, size, location) VALUES (:1, :2, :3)", sha256, document->size(),
                     location);
  }
}

}  // namespace fangst::sql

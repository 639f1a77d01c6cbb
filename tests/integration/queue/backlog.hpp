#pragma once

#include <fangst/ports/clock.hpp>
#include <fangst/store/outbox.hpp>
#include <fangst/support/fake_outbox.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace fangst::queue {

/// The rows that a queue under test hands out, and that outlive it.
class Backlog {
 public:
  virtual ~Backlog() = default;
  virtual std::shared_ptr<ports::Outbox> outbox() = 0;
  virtual void enqueue(const std::string& step, model::Timestamp due_at, int count) = 0;
  virtual void finish(const ports::WorkItem& item) = 0;
  virtual void reschedule(const ports::WorkItem& item, model::Timestamp due_at) = 0;
  virtual std::size_t size() = 0;
};

class FakeBacklog final : public Backlog {
 public:
  static std::unique_ptr<Backlog> open() { return std::make_unique<FakeBacklog>(); }
  std::shared_ptr<ports::Outbox> outbox() override { return outbox_of("a"); }
  std::shared_ptr<ports::Outbox> outbox_of(const std::string& node) {
    return std::make_shared<support::FakeOutbox>(table_, node);
  }
  void enqueue(const std::string& step, model::Timestamp due_at, int count) override {
    for (int i = 0; i < count; ++i) table_->enqueue(step, due_at);
  }
  void finish(const ports::WorkItem& item) override { table_->finish(item.id); }
  void reschedule(const ports::WorkItem& item, model::Timestamp due_at) override {
    table_->reschedule(item.id, due_at);
  }
  std::size_t size() override { return table_->size(); }
  support::FakeOutboxTable& table() { return *table_; }

 private:
  std::shared_ptr<support::FakeOutboxTable> table_ = std::make_shared<support::FakeOutboxTable>();
};

/// The table `work` of the real store.
class StoredBacklog final : public Backlog {
 public:
  /// `postgresql` is the connection string of the server, empty for SQLite.
  explicit StoredBacklog(const std::string& postgresql);
  ~StoredBacklog() override;
  std::shared_ptr<ports::Outbox> outbox() override;
  void enqueue(const std::string& step, model::Timestamp due_at, int count) override;
  void finish(const ports::WorkItem& item) override;
  void reschedule(const ports::WorkItem& item, model::Timestamp due_at) override;
  std::size_t size() override;

 private:
  std::filesystem::path directory_;
  std::string postgresql_;
  std::string database_name_;
  std::unique_ptr<sql::Database> database_;
};

struct OnSqlite {
  static std::unique_ptr<Backlog> open();
};
/// Null when FANGST_TEST_POSTGRESQL is not set.
struct OnPostgresql {
  static std::unique_ptr<Backlog> open();
};

}  // namespace fangst::queue

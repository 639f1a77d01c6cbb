#pragma once

#include "stored_case.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/store/outbox.hpp>

#include <gtest/gtest.h>

namespace fangst::testing {

/// Every test runs on SQLite and on PostgreSQL.
class BothDatabases : public ::testing::TestWithParam<TemporaryDatabase::Kind> {
 protected:
  void SetUp() override {
    if (!TemporaryDatabase::is_available(GetParam())) GTEST_SKIP() << "FANGST_TEST_POSTGRESQL is not set";
    database.emplace(GetParam(), modules());
  }
  /// Whose tables there are beside those of the store.
  virtual std::vector<audit::ModuleTables> modules() { return {}; }

  model::Timestamp now() { return database->clock->now(); }

  std::vector<ports::WorkItem> due() {
    store::StoredOutbox outbox(**database);
    return outbox.lease_due(100, now(), now() + std::chrono::minutes{1}).value();
  }

  void write(const std::function<void(sql::Transaction&)>& change) {
    const auto written = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
      change(tx);
      return {};
    });
    ASSERT_TRUE(written) << written.error().private_detail();
  }

  using Decision = std::function<void(sql::Transaction&, const store::CurrentWork&)>;
  /// What a step has decided of its work.
  void decide(const ports::WorkItem& item, const Decision& decision) {
    write([&](sql::Transaction& tx) { decision(tx, store::find_current(tx, item).value()); });
  }
  /// The same of what is due first.
  void decide(const Decision& decision) { decide(due().at(0), decision); }

  store::StoredSubmission load(const model::SubmissionId& id) {
    std::optional<store::StoredSubmission> stored;
    const auto read = (*database)->read([&](sql::Session& session) -> Result<void> {
      FANGST_TRY(stored, store::load(session, id));
      return {};
    });
    if (!read) throw std::runtime_error(read.error().code());
    return *stored;
  }

  std::vector<std::string> faults() { return audit::verify(**database).value().faults; }
  void expect_whole_log() {
    const auto found = faults();
    EXPECT_TRUE(found.empty()) << found.front();
  }

  std::optional<TemporaryDatabase> database;
};

inline std::string database_name(const ::testing::TestParamInfo<TemporaryDatabase::Kind>& info) {
  return info.param == TemporaryDatabase::Kind::sqlite ? "sqlite" : "postgresql";
}

}  // namespace fangst::testing

#define FANGST_ON_BOTH_DATABASES(Suite)                                                               \
  INSTANTIATE_TEST_SUITE_P(On, Suite,                                                                 \
                           ::testing::Values(::fangst::testing::TemporaryDatabase::Kind::sqlite,      \
                                             ::fangst::testing::TemporaryDatabase::Kind::postgresql), \
                           ::fangst::testing::database_name)

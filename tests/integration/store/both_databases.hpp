#pragma once

#include "stored_case.hpp"

#include <fangst/store/outbox.hpp>

#include <gtest/gtest.h>

namespace fangst::testing {

/// Every test runs on SQLite and on PostgreSQL.
class BothDatabases : public ::testing::TestWithParam<TemporaryDatabase::Kind> {
 protected:
  void SetUp() override {
    if (!TemporaryDatabase::is_available(GetParam())) GTEST_SKIP() << "FANGST_TEST_POSTGRESQL is not set";
    database.emplace(GetParam());
  }

  std::vector<ports::WorkItem> due() {
    store::StoredOutbox outbox(**database);
    return outbox.lease_due(100, database->clock->now(), database->clock->now() + std::chrono::minutes{1}).value();
  }

  void write(const std::function<void(sql::Transaction&)>& change) {
    const auto written = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
      change(tx);
      return {};
    });
    ASSERT_TRUE(written) << written.error().private_detail();
  }

  store::StoredSubmission load(const model::SubmissionId& id) {
    std::optional<store::StoredSubmission> stored;
    const auto read = (*database)->read([&](sql::Session& session) -> Result<void> {
      FANGST_TRY(stored, store::load(session, id));
      return {};
    });
    if (!read) throw std::runtime_error(read.error().code());
    return *stored;
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

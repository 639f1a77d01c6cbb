#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/crypto/ed25519.hpp>
#include <fangst/sql/database.hpp>
#include <fangst/store/local_archive.hpp>
#include <fangst/store/submissions.hpp>
#include <fangst/support/manual_clock.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace fangst::testing {

/// An empty database of its own, gone with the object: SQLite in a temporary folder, or a schema in the PostgreSQL that
/// FANGST_TEST_POSTGRESQL names.
class TemporaryDatabase {
 public:
  enum class Kind { sqlite, postgresql };
  static bool is_available(Kind kind);

  explicit TemporaryDatabase(Kind kind, std::vector<audit::ModuleTables> modules = {},
                             sql::DatabaseSettings settings = {});
  ~TemporaryDatabase();

  sql::Database& get() { return *database_; }
  sql::Database& operator*() { return *database_; }
  sql::Database* operator->() { return database_.get(); }
  /// Closes and opens again: what a restart sees.
  void reopen();
  /// Runs SQL past the store, as somebody who tampers would.
  void tamper(const std::string& sql);
  const std::filesystem::path& directory() const { return directory_; }
  std::shared_ptr<support::ManualClock> clock = std::make_shared<support::ManualClock>();

 private:
  sql::DatabaseSettings settings() const;

  sql::DatabaseSettings settings_;
  std::filesystem::path directory_;
  std::string postgresql_, schema_;
  std::vector<audit::ModuleTables> tables_;
  crypto::Ed25519Key key_ = crypto::Ed25519Key::generate();
  std::unique_ptr<sql::Database> database_;
};

/// A local archive whose every call is a transaction of its own.
class CommittedArchive {
 public:
  CommittedArchive(sql::Database& database, store::LocalArchive& archive) : database_(database), archive_(archive) {}
  Result<ports::ArchivedRecord> capture(const model::Submission& submission);
  Result<void> set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt);

 private:
  sql::Database& database_;
  store::LocalArchive& archive_;
};

/// A submission as an adapter would make it, with one document that is stored with it.
struct SubmissionMaker {
  std::string key = "K-1";
  std::string case_key = "S-1";
  std::string text = "innhold";
  store::Acceptance make(sql::Database& database,
                         std::vector<std::shared_ptr<ports::PendingDocument>>& documents) const;
  /// Accepts it; throws when the write fails.
  store::AcceptanceOutcome accept_into(sql::Database& database) const;
};

}  // namespace fangst::testing

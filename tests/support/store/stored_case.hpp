#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/crypto/ed25519.hpp>
#include <fangst/sql/database.hpp>
#include <fangst/store/local_archive.hpp>
#include <fangst/store/submissions.hpp>
#include <fangst/support/manual_clock.hpp>

#include <filesystem>
#include <functional>
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
  /// One more program over the same database, which has these tables too.
  std::unique_ptr<sql::Database> open_as(const std::string& node, const std::vector<audit::ModuleTables>& more = {});
  /// Closes it and deletes everything: what is opened next is opened for the first time.
  void clear();
  /// Runs SQL past the store, as somebody who tampers would.
  void tamper(const std::string& sql);
  const std::filesystem::path& directory() const { return directory_; }
  std::shared_ptr<support::ManualClock> clock = std::make_shared<support::ManualClock>();

 private:
  void remove();

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

/// A document that has come, and that no transaction has kept yet.
std::shared_ptr<ports::PendingDocument> receive(sql::Database& database, const std::string& bytes);

/// All that is left of it, read so many bytes at a time.
Result<std::string> read_all(ports::ByteSource& source, std::size_t piece);

/// A submission as an adapter would make it, with one document that is stored with it.
struct SubmissionMaker {
  std::string key = "K-1";
  std::string case_key = "S-1";
  std::string text = "innhold";
  store::Acceptance make(sql::Database& database,
                         std::vector<std::shared_ptr<ports::PendingDocument>>& documents) const;
  /// Accepts it, after `change` has been made to it; throws when the write fails.
  store::AcceptanceOutcome accept_into(sql::Database& database,
                                       const std::function<void(store::Acceptance&)>& change = nullptr) const;
};

}  // namespace fangst::testing

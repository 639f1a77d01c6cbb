#include "stored_case.hpp"

#include "connection.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/random.hpp>
#include <fangst/store/tables.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace fangst::testing {
namespace {

std::string postgresql_parameters() {
  const char* text = std::getenv("FANGST_TEST_POSTGRESQL");
  return text == nullptr ? "" : text;
}

void run_on_server(const std::string& sql) {
  sql::Connection::open_postgresql(postgresql_parameters())->run_script(sql + ";\n");
}

}  // namespace

bool TemporaryDatabase::is_available(Kind kind) { return kind == Kind::sqlite || !postgresql_parameters().empty(); }

TemporaryDatabase::TemporaryDatabase(Kind kind, std::vector<audit::ModuleTables> modules,
                                     sql::DatabaseSettings settings)
    : settings_(std::move(settings)),
      directory_(std::filesystem::temp_directory_path() / ("fangst-test-" + crypto::uuid_v4())),
      tables_(std::move(modules)) {
  tables_.insert(tables_.begin(), store::tables());
  if (kind == Kind::postgresql) {
    schema_ = "t" + crypto::uuid_v4();
    std::replace(schema_.begin(), schema_.end(), '-', '_');
    run_on_server("CREATE SCHEMA " + schema_);
    postgresql_ = postgresql_parameters() + " options=-csearch_path=" + schema_;
  }
  try {
    reopen();
  } catch (...) {
    remove();
    throw;
  }
}

TemporaryDatabase::~TemporaryDatabase() { remove(); }

void TemporaryDatabase::remove() {
  database_.reset();
  if (!schema_.empty()) run_on_server("DROP SCHEMA " + schema_ + " CASCADE");
  std::filesystem::remove_all(directory_);
}

void TemporaryDatabase::clear() {
  remove();
  if (!schema_.empty()) run_on_server("CREATE SCHEMA " + schema_);
}

void TemporaryDatabase::reopen() {
  database_.reset();
  database_ = open_as(settings_.node);
}

std::unique_ptr<sql::Database> TemporaryDatabase::open_as(const std::string& node,
                                                          const std::vector<audit::ModuleTables>& more) {
  auto settings = settings_;
  settings.directory = directory_;
  settings.postgresql = postgresql_;
  settings.node = node;
  auto tables = tables_;
  tables.insert(tables.end(), more.begin(), more.end());
  return std::make_unique<sql::Database>(
      settings, clock,
      std::make_unique<audit::Log>(audit::LogSettings{"test.example/revisjon", key_, std::move(tables)}));
}

void TemporaryDatabase::tamper(const std::string& sql) {
  auto connection = postgresql_.empty() ? sql::Connection::open_sqlite((directory_ / "fangst.sqlite").string())
                                        : sql::Connection::open_postgresql(postgresql_);
  connection->run_script(sql + ";\n");
}

Result<ports::ArchivedRecord> CommittedArchive::capture(const model::Submission& submission) {
  ports::ArchivedRecord record;
  FANGST_CHECK(database_.write([&](sql::Transaction& tx) -> Result<void> {
    FANGST_TRY(record, archive_.capture(tx, submission, model::StepName("arkiver")));
    record.core = ports::kEmbeddedCore;
    return {};
  }));
  return record;
}

Result<void> CommittedArchive::set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt) {
  return database_.write(
      [&](sql::Transaction& tx) { return archive_.set_ekspedert(tx, record, sendt, model::StepName("send")); });
}

std::shared_ptr<ports::PendingDocument> receive(sql::Database& database, const std::string& bytes) {
  const auto writer = database.documents().begin();
  if (!writer->write(bytes)) throw std::runtime_error("write");
  return writer->finish().value();
}

Result<std::string> read_all(ports::ByteSource& source, std::size_t piece) {
  std::string bytes;
  std::vector<char> buffer(piece);
  for (;;) {
    FANGST_TRY(const auto got, source.read(buffer));
    if (got == 0) return bytes;
    bytes.append(buffer.data(), got);
  }
}

store::Acceptance SubmissionMaker::make(sql::Database& database,
                                        std::vector<std::shared_ptr<ports::PendingDocument>>& documents) const {
  documents.push_back(receive(database, text));
  store::Acceptance acceptance;
  auto& submission = acceptance.submission;
  submission.id = model::SubmissionId(crypto::uuid_v7(database.clock().now()));
  submission.source = model::SourceName("gerica");
  submission.format = "innsending";
  submission.pipeline = "vedtak-ut";
  submission.step = model::StepName("arkiver");
  submission.case_key = model::CaseKey("gerica|Gerica|" + case_key);
  submission.received_at = database.clock().now();
  submission.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  auto& content = submission.content;
  content.external_key = model::ExternalKey(key);
  content.type = "vedtak";
  content.sak.ekstern_noekkel = {"Gerica", case_key};
  content.sak.tittel = "Omsorgstjenester";
  content.sak.arkivdel = "HELSE";
  content.journalpost.tittel = "Vedtak";
  content.journalpost.journalposttype = "U";
  content.dokumenter.push_back({"Vedtak", "VEDTAK", "H", "A", "vedtak.pdf", "application/pdf",
                                documents.back()->sha256(), documents.back()->size(), ""});
  submission.fingerprint = codec::fingerprint(content);
  acceptance.answer = R"({"id":")" + submission.id.str() + R"("})";
  return acceptance;
}

store::AcceptanceOutcome SubmissionMaker::accept_into(sql::Database& database,
                                                      const std::function<void(store::Acceptance&)>& change) const {
  sql::Write write;
  auto acceptance = make(database, write.documents);
  if (change) change(acceptance);
  store::AcceptanceOutcome outcome;
  write.apply = [&](sql::Transaction& tx) -> Result<void> {
    outcome = store::accept(tx, acceptance);
    return {};
  };
  if (const auto written = database.write(std::move(write)); !written) {
    throw std::runtime_error(written.error().code() + ": " + written.error().private_detail());
  }
  return outcome;
}

}  // namespace fangst::testing

#include "table_rows.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using ::testing::ElementsAre;

/// The documents that the log names are there, each of them; found without reading their bytes.
class NamedDocuments : public BothDatabases {
 protected:
  /// One submission with two documents; the third is fetched later, and the fourth is uploaded by itself.
  void SetUp() override {
    BothDatabases::SetUp();
    if (!database) return;
    sql::Write write;
    auto acceptance = SubmissionMaker{"K-1", "S-1", "en"}.make(**database, write.documents);
    auto& documents = acceptance.submission.content.dokumenter;
    const auto add = [&](const std::string& text) {
      documents.push_back(documents.at(0));
      documents.back().sjekksum = crypto::sha256(text);
      documents.back().filstoerrelse = text.size();
    };
    add("to");
    write.documents.push_back(receive(**database, "to"));
    write.apply = [&](sql::Transaction& tx) -> Result<void> {
      store::accept(tx, acceptance);
      return {};
    };
    ASSERT_TRUE((*database)->write(std::move(write)));
    add("tre");
    ASSERT_TRUE((*database)->write(
        {{receive(**database, "tre"), receive(**database, "fire")}, [&](sql::Transaction& tx) -> Result<void> {
           store::record_fetched(tx, acceptance.submission, model::StepName("hent_filer"));
           store::record_upload(tx, acceptance.submission.source, crypto::sha256("fire"), 4);
           return {};
         }}));
    ASSERT_THAT(faults(), ElementsAre());
  }
  std::vector<std::string> faults() {
    audit::Scope scope;
    scope.reads_documents = false;
    return audit::verify(**database, scope).value().faults;
  }
};
FANGST_ON_BOTH_DATABASES(NamedDocuments);

TEST_P(NamedDocuments, of_another_size_are_found_each_of_them) {
  for (const auto* text : {"en", "to", "tre", "fire"}) {
    const auto hash = crypto::sha256(text).hex();
    database->tamper("UPDATE document SET size = size + 1 WHERE sha256 = '" + hash + "'");
    EXPECT_THAT(faults(), ::testing::Each("Dokument " + hash + " stemmer ikke med loggen: size.")) << text;
    EXPECT_FALSE(faults().empty()) << text;
    database->tamper("UPDATE document SET size = size - 1 WHERE sha256 = '" + hash + "'");
  }
}

TEST_P(NamedDocuments, that_are_deleted_are_found_each_of_them) {
  for (const auto* text : {"en", "to", "tre", "fire"}) {
    const auto hash = crypto::sha256(text).hex();
    database->tamper("UPDATE document SET sha256 = 'borte' WHERE sha256 = '" + hash + "'");
    EXPECT_THAT(faults(), ::testing::Each("Dokument " + hash + " er slettet.")) << text;
    EXPECT_FALSE(faults().empty()) << text;
    database->tamper("UPDATE document SET sha256 = '" + hash + "' WHERE sha256 = 'borte'");
  }
}

}  // namespace
}  // namespace fangst::testing

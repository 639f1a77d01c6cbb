#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

struct DigipostStatus : testing::Test, support::SignedDigipost {
  const std::string id = kExternalId;
  Result<ports::DispatchStatus> status() { return dispatcher().status(id, deadline); }
};

TEST_F(DigipostStatus, is_delivered_when_digipost_says_so) {
  http.then(root()).then(document_status("DELIVERED"));
  const auto found = status();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->progress, ports::LetterProgress::delivered);
  EXPECT_EQ(found->dependency_status, "DELIVERED");
  EXPECT_EQ(found->changed_at, model::parse_timestamp("2026-11-21T10:59:00Z"));
  EXPECT_EQ(http.calls().back().request.url, "https://api.digipost.test/digipost/documents/" + id + "/status");
  EXPECT_EQ(header(1, "X-Content-SHA256"), "");
}

TEST_F(DigipostStatus, is_in_progress_until_then_and_names_another_way_of_delivery) {
  http.then(root()).then(document_status("NOT_DELIVERED", "PRINT"));
  const auto found = status();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->progress, ports::LetterProgress::in_progress);
  EXPECT_EQ(found->dependency_status, "NOT_DELIVERED PRINT");
}

TEST_F(DigipostStatus, never_has_an_unknown_outcome) {
  http.then(root()).then(503).then(Error(ErrorKind::timeout, "x", "http", PublicText{"x"}).with_unknown_outcome());
  EXPECT_FALSE(status().error().outcome_unknown());
  EXPECT_FALSE(status().error().outcome_unknown());
}

TEST_F(DigipostStatus, finds_nothing_when_digipost_knows_no_such_document) {
  http.then(root()).then(error(404, "DOCUMENT_NOT_FOUND", "CLIENT_TECHNICAL"));
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

}  // namespace
}  // namespace fangst::digipost

#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

struct DigipostStatus : testing::Test, support::SignedDigipost {
  const std::string id = "2002/9f6a1b1e-3c1f-5d0a-9a52-0f4b9f1c2d11";
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

TEST_F(DigipostStatus, is_not_found_for_a_document_that_digipost_does_not_know) {
  http.then(root()).then(error(404, "DOCUMENT_NOT_FOUND", "CLIENT_TECHNICAL"));
  EXPECT_EQ(status().error().kind(), ErrorKind::not_found);
}

TEST_F(DigipostStatus, never_has_an_unknown_outcome) {
  http.then(root()).then(503).then(Error(ErrorKind::timeout, "x", "http", PublicText{"x"}).with_unknown_outcome());
  EXPECT_FALSE(status().error().outcome_unknown());
  EXPECT_FALSE(status().error().outcome_unknown());
}

TEST_F(DigipostStatus, asks_for_nothing_but_its_own_kind_of_id) {
  for (const auto* bad : {"", "2002", "2002/../../x", "2002/a/b", "2002/9f6a?x=1", "2002/%41"}) {
    const auto found = dispatcher().status(bad, deadline);
    ASSERT_FALSE(found) << bad;
    EXPECT_EQ(found.error().kind(), ErrorKind::invalid_input) << bad;
  }
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(DigipostStatus, finds_the_letter_of_an_earlier_try) {
  http.then(root()).then(document_status("NOT_DELIVERED"));
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->external_id, id);
  EXPECT_TRUE((*found)->already_sent);
}

TEST_F(DigipostStatus, finds_nothing_when_digipost_knows_no_such_document) {
  http.then(root()).then(error(404, "DOCUMENT_NOT_FOUND", "CLIENT_TECHNICAL"));
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

TEST_F(DigipostStatus, takes_no_status_of_another_document) {
  letter.dokumenter[0].id = "00000000-3c1f-5d0a-9a52-0f4b9f1c2d11";
  http.then(root()).then(document_status("DELIVERED"));
  EXPECT_EQ(status().error().code(), "digipost.ugyldig_svar");
}

}  // namespace
}  // namespace fangst::digipost

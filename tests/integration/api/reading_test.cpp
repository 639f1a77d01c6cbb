#include "api_plant.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/tlog/note.hpp>
#include <fangst/tlog/receipt.hpp>

namespace fangst::testing {
namespace {

using ::testing::ElementsAre;

class Reading : public ApiTest {
 protected:
  /// Follows nextCursor to the end.
  std::vector<std::string> all_keys(const std::string& search, std::string_view key = kGericaKey) {
    std::vector<std::string> keys;
    std::string cursor = "0";
    for (int page = 0; page < 100; ++page) {
      const auto body = get("/v1/submissions?cursor=" + cursor + search, key).body();
      for (const auto& one : body.at("submissions")) keys.push_back(one.at("externalKey"));
      if (!body.contains("nextCursor")) return keys;
      cursor = body.at("nextCursor");
    }
    ADD_FAILURE() << "the pages never end";
    return keys;
  }
};

TEST_F(Reading, shows_one_submission_to_its_source) {
  const auto id = accept();
  const auto answer = get("/v1/submissions/" + id);
  ASSERT_EQ(answer.status, 200);
  const auto body = answer.body();
  EXPECT_EQ(body.at("id"), id);
  EXPECT_EQ(body.at("pipeline"), "vedtak-ut");
  EXPECT_EQ(body.at("state"), "in_flight");
  EXPECT_EQ(body.at("documents").size(), 1U);
  EXPECT_FALSE(body.contains("noark"));
  EXPECT_FALSE(body.contains("error"));
  EXPECT_EQ(answer.text.find(kPerson), std::string::npos);
  EXPECT_EQ(answer.text.find("Olga"), std::string::npos);
}

TEST_F(Reading, shows_the_noark_ids_and_the_error) {
  const auto id = accept();
  archive(id);
  EXPECT_EQ(get("/v1/submissions/" + id).body().at("noark").at("saksnummer"), "2026/1");
  park(id);
  EXPECT_EQ(get("/v1/submissions/" + id).body().at("error").at("code"), "test.avvist");
}

TEST_F(Reading, hides_from_a_source_what_is_another_sources) {
  const auto id = accept("K-1", kVismaKey);
  for (const auto* what : {"", "/events", "/receipt"}) {
    expect_problem(get("/v1/submissions/" + id + what), 404, "innsending.ukjent");
  }
  EXPECT_TRUE(all_keys("").empty());
  EXPECT_TRUE(all_keys("&source=visma").empty());
  EXPECT_EQ(get("/v1/submissions/" + id, kVismaKey).status, 200);
  EXPECT_EQ(get("/v1/submissions/" + id, kArchivistKey).status, 200);
  EXPECT_EQ(get("/v1/submissions/" + id, kOperatorKey).status, 200);
  EXPECT_THAT(all_keys("", kArchivistKey), ElementsAre("K-1"));
}

TEST_F(Reading, answers_404_for_what_nobody_knows) {
  expect_problem(get("/v1/submissions/finnes-ikke"), 404, "innsending.ukjent");
  expect_problem(get("/v1/submissions/%FF"), 400, "http.ugyldig_adresse");
}

TEST_F(Reading, visits_each_submission_once_page_by_page) {
  std::vector<std::string> expected;
  for (int i = 0; i < 12; ++i) {
    expected.push_back("K-" + std::to_string(i));
    accept(expected.back());
    accept("V-" + std::to_string(i), kVismaKey);
  }
  EXPECT_EQ(all_keys("&limit=5"), expected);
  EXPECT_EQ(all_keys("&limit=1"), expected);
  EXPECT_EQ(all_keys("&limit=4"), expected) << "the last page is full";
  EXPECT_EQ(all_keys("&limit=5", kArchivistKey).size(), 24U);
}

TEST_F(Reading, finds_by_key_and_by_state) {
  const auto parked = accept("K-1");
  accept("K-2");
  park(parked);
  EXPECT_THAT(all_keys("&state=parked"), ElementsAre("K-1"));
  EXPECT_THAT(all_keys("&externalKey=K-2"), ElementsAre("K-2"));
  EXPECT_TRUE(all_keys("&externalKey=K-2&state=parked").empty());
  EXPECT_THAT(all_keys("&source=gerica&externalKey=K-1", kOperatorKey), ElementsAre("K-1"));
}

TEST_F(Reading, gives_the_address_of_the_next_page_of_the_same_search) {
  for (int i = 0; i < 3; ++i) accept("K-" + std::to_string(i));
  accept("V-1", kVismaKey);
  auto answer = get("/v1/submissions?source=gerica&state=in_flight&limit=2", kOperatorKey);
  ASSERT_EQ(answer.headers.count("link"), 1U);
  const auto link = answer.headers.at("link");
  EXPECT_TRUE(link.ends_with(">; rel=\"next\"")) << link;
  const auto next = link.substr(1, link.find('>') - 1);
  EXPECT_NE(next.find("source=gerica"), std::string::npos) << next;
  EXPECT_NE(next.find("state=in_flight"), std::string::npos) << next;
  answer = get(next, kOperatorKey);
  ASSERT_EQ(answer.body().at("submissions").size(), 1U);
  EXPECT_EQ(answer.body().at("submissions")[0].at("externalKey"), "K-2");
  EXPECT_EQ(answer.headers.count("link"), 0U);
}

TEST_F(Reading, escapes_what_it_puts_into_an_address) {
  const std::string key = "K 1&a=b/ø";
  auto body = metadata(key);
  ASSERT_EQ(post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "x"}}).status, 201);
  const auto answer = get("/v1/submissions?externalKey=K%201%26a%3Db%2F%C3%B8&limit=1");
  EXPECT_EQ(answer.body().at("submissions").size(), 1U);
  EXPECT_NE(answer.headers.at("link").find("externalKey=K%201%26a%3Db%2F%C3%B8"), std::string::npos)
      << answer.headers.at("link");
}

TEST_F(Reading, refuses_parameters_that_make_no_sense) {
  for (const auto* bad :
       {"cursor=x", "cursor=-1", "limit=x", "limit=1.5", "state=sovende", "cursor=99999999999999999999"}) {
    expect_problem(get("/v1/submissions?" + std::string(bad)), 400, "api.ugyldig_parameter");
  }
  EXPECT_EQ(get("/v1/submissions?limit=999999999").status, 200);
  EXPECT_EQ(get("/v1/submissions?limit=0").status, 200);
}

TEST_F(Reading, tells_the_history_of_a_submission) {
  const auto id = accept();
  archive(id);
  const auto events = get("/v1/submissions/" + id + "/events").body().at("events");
  std::vector<std::string> kinds;
  for (const auto& event : events) kinds.push_back(event.at("kind"));
  EXPECT_THAT(kinds, ElementsAre("submission.accepted", "archive.saksmappe", "archive.journalpost",
                                 "submission.archived", "submission.moved"));
  EXPECT_EQ(events[0].at("actor"), "source:gerica");
  EXPECT_EQ(events[0].at("details").at("externalKey"), "K-1");
}

TEST_F(Reading, gives_a_receipt_that_anybody_can_check) {
  const auto id = accept("K-1");
  for (int i = 2; i < 9; ++i) accept("K-" + std::to_string(i));
  expect_problem(get("/v1/submissions/" + id + "/receipt"), 404, "kvittering.ikke_arkivert");
  archive(id);
  const auto answer = get("/v1/submissions/" + id + "/receipt");
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto key = audit::verifier_key_of(*database);
  auto receipt = tlog::receipt_from_json(answer.text);
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(tlog::verify(*receipt, key));
  EXPECT_NE(receipt->entry.find(sha256_of("innhold av K-1")), std::string::npos) << receipt->entry;
  EXPECT_NE(receipt->entry.find("2026/1"), std::string::npos) << receipt->entry;
  EXPECT_EQ(receipt->entry.find(kPerson), std::string::npos);

  receipt->entry.replace(receipt->entry.find("2026/1"), 6, "2026/2");
  EXPECT_FALSE(tlog::verify(*receipt, key));
  EXPECT_EQ(get("/v1/submissions/" + id + "/receipt", kArchivistKey).status, 200);
  expect_problem(get("/v1/submissions/" + id + "/receipt", kOperatorKey), 403, "tilgang.feil_rolle");
}

}  // namespace
}  // namespace fangst::testing

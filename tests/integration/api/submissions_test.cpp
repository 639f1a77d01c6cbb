#include "api_plant.hpp"

#include <fangst/store/submissions.hpp>

#include <thread>

namespace fangst::testing {
namespace {

class Submissions : public ApiTest {
 protected:
  std::vector<Part> parts(const std::string& key = "K-1", const std::string& bytes = "innhold") {
    return {{"metadata", "", metadata(key).dump()}, {"fil", "vedtak.pdf", bytes}};
  }
};

TEST_F(Submissions, are_taken_as_metadata_and_files) {
  const auto answer = post(parts());
  EXPECT_EQ(answer.status, 201) << answer.text;
  const auto body = answer.body();
  EXPECT_EQ(body.at("source"), "gerica");
  EXPECT_EQ(body.at("externalKey"), "K-1");
  EXPECT_EQ(body.at("state"), "in_flight");
  EXPECT_EQ(body.at("step"), "arkiver");
  EXPECT_EQ(body.at("receivedAt"), model::to_rfc3339(database.clock->now()));
  ASSERT_EQ(body.at("documents").size(), 1U);
  EXPECT_EQ(body.at("documents")[0], (json{{"filnavn", "vedtak.pdf"}, {"sha256", sha256_of("innhold")}, {"size", 7}}));
  EXPECT_EQ(stored("K-1").id, body.at("id"));
  const auto reader = database->documents().open(crypto::sha256("innhold"));
  ASSERT_TRUE(reader);
}

TEST_F(Submissions, are_taken_as_json_with_documents_that_were_uploaded_before) {
  ASSERT_EQ(put_document("innhold").status, 201);
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  const auto answer = post_json(body);
  EXPECT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.body().at("documents")[0].at("size"), 7);
}

TEST_F(Submissions, are_taken_with_a_file_that_is_to_be_fetched) {
  files.put("https://fagsystem.example.no/filer/1", "x");
  auto body = metadata();
  body["dokumenter"][0]["url"] = "https://fagsystem.example.no/filer/1";
  EXPECT_EQ(post_json(body).status, 201);
  body = metadata("K-2");
  body["dokumenter"][0]["url"] = "https://annet.example.no/filer/1";
  expect_refusal(post_json(body), 400, "innsending.dokumenter");
}

TEST_F(Submissions, need_no_address_for_a_file_that_came_along) {
  files.put("https://fagsystem.example.no/filer/1", "x");
  auto body = metadata();
  body["dokumenter"][0]["url"] = "https://fagsystem.example.no/filer/1";
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "innhold"}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.body().at("documents")[0].at("sha256"), sha256_of("innhold"));
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE content LIKE '%fagsystem.example.no%'"), 0);
}

TEST_F(Submissions, may_have_several_documents_as_large_as_one_may_be) {
  auto body = metadata("K-1", "a.pdf");
  body["dokumenter"].push_back({{"tittel", "B"}, {"filnavn", "b.pdf"}, {"mimeType", "application/pdf"}});
  const std::string a(1U << 20U, 'a'), b(1U << 20U, 'b');
  const auto answer = post({{"metadata", "", body.dump()}, {"a", "a.pdf", a}, {"b", "b.pdf", b}});
  EXPECT_EQ(answer.status, 201) << answer.text;
}

TEST_F(Submissions, that_come_again_get_the_first_answer_byte_for_byte) {
  const auto first = post(parts());
  database.clock->advance(std::chrono::hours{1});
  for (int i = 0; i < 3; ++i) {
    const auto again = post(parts());
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.text, first.text);
    EXPECT_EQ(again.headers.at("fangst-replayed"), "true");
  }
  EXPECT_EQ(first.headers.count("fangst-replayed"), 0U);
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission"), 1);
  EXPECT_EQ(balance_of("gerica").duplicate, 3);
  EXPECT_EQ(balance_of("gerica").received, 4);
}

TEST_F(Submissions, that_come_again_in_another_shape_are_the_same) {
  const auto first = post(parts());
  auto metadata_in_other_order = metadata();
  metadata_in_other_order["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  metadata_in_other_order["dokumenter"][0]["filstoerrelse"] = 7;
  const auto again = post({{"metadata", "", metadata_in_other_order.dump(4)}, {"annen", "vedtak.pdf", "innhold"}});
  EXPECT_EQ(again.status, 200) << again.text;
  EXPECT_EQ(again.text, first.text);
}

TEST_F(Submissions, with_other_content_under_the_key_conflict_and_name_both_hashes) {
  ASSERT_EQ(post(parts("K-1", "første")).status, 201);
  const auto kept = text("SELECT fingerprint FROM submission");
  const auto answer = post(parts("K-1", "andre"));
  expect_refusal(answer, 409, "innsending.annet_innhold");
  const auto detail = answer.body().at("errors").at(0).at("detail").get<std::string>();
  const auto first = "Lagret innhold: " + kept + ". ";
  ASSERT_TRUE(detail.starts_with(first)) << detail;
  const auto second = detail.substr(first.size());
  EXPECT_THAT(second, ::testing::ContainsRegex("^Mottatt innhold: [0-9a-f]{64}"));
  EXPECT_EQ(second.find(kept), std::string::npos) << "what has come is another";
  const auto reader = database->documents().open(crypto::sha256("første"));
  EXPECT_TRUE(reader);
}

TEST_F(Submissions, of_two_sources_may_have_the_same_key) {
  EXPECT_NE(accept("K-1", kGericaKey), accept("K-1", kVismaKey));
}

TEST_F(Submissions, are_the_same_by_idempotency_key_too) {
  const auto first = post(parts(), "Idempotency-Key: i-1\r\n");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(post(parts(), "Idempotency-Key: i-1\r\n").text, first.text);
  EXPECT_EQ(post(parts(), "Idempotency-Key: i-2\r\n").text, first.text);
  expect_refusal(post(parts("K-2"), "Idempotency-Key: i-1\r\n"), 409, "innsending.annet_innhold");
  EXPECT_EQ(post(parts("K-2"), "Idempotency-Key: i-3\r\n").status, 201);
}

TEST_F(Submissions, keep_the_trace_of_their_caller) {
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto answer = post(parts(), "traceparent: " + trace + "\r\n");
  EXPECT_EQ(answer.headers.at("traceparent"), trace);
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE traceparent = '" + trace + "'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM work WHERE traceparent = '" + trace + "'"), 1);
  const auto refused = post({}, "traceparent: " + trace + "\r\n");
  EXPECT_EQ(refused.body().at("traceId"), "4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST_F(Submissions, get_a_trace_when_their_caller_gives_none) {
  EXPECT_EQ(post(parts()).headers.at("traceparent").size(), 55U);
}

TEST_F(Submissions, that_are_sent_by_many_at_once_are_taken_once) {
  std::mutex mutex;
  std::multiset<int> statuses;
  std::set<std::string> texts;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      const auto answer = post(parts());
      const std::lock_guard lock(mutex);
      statuses.insert(answer.status);
      texts.insert(answer.text);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(statuses.count(201), 1U);
  EXPECT_EQ(statuses.count(200), 11U);
  EXPECT_EQ(texts.size(), 1U);
}

TEST_F(Submissions, may_hold_two_documents_with_the_same_bytes_and_one_given_by_hash) {
  auto body = metadata();
  body["dokumenter"].push_back({{"tittel", "Kopi"},
                                {"filnavn", "kopi.pdf"},
                                {"mimeType", "application/pdf"},
                                {"tilknyttetRegistreringSom", "V"},
                                {"sjekksum", sha256_of("innhold")}});
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "innhold"}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.body().at("documents")[1].at("size"), 7) << "without a size it would not go with the letter";
}

TEST_F(Submissions, of_a_raw_format_are_taken_where_the_source_may_use_it) {
  const auto message = metadata().dump();
  ASSERT_EQ(put_document("innhold").status, 201);
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  EXPECT_EQ(call("POST", "/v1/intake/innsending", kGericaKey, body.dump()).status, 201);
}

}  // namespace
}  // namespace fangst::testing

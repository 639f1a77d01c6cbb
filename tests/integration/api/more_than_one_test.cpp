#include "api_plant.hpp"

namespace fangst::testing {
namespace {

/// A second source, a second document: what is right for one alone is not yet right.
class MoreThanOne : public ApiTest {
 protected:
  static json with_two(const std::string& key) {
    auto body = metadata(key);
    body["dokumenter"].push_back({{"tittel", "Vedlegg"}, {"filnavn", "vedlegg.pdf"}, {"mimeType", "application/pdf"}});
    return body;
  }
  Answer post_two(const std::string& key, const std::string& first, const std::string& second) {
    return post({{"metadata", "", with_two(key).dump()}, {"fil", "vedtak.pdf", first}, {"fil", "vedlegg.pdf", second}});
  }
};

TEST_F(MoreThanOne, source_may_use_the_same_idempotency_key) {
  const std::string header = "Idempotency-Key: samme-noekkel\r\n";
  const auto parts = [](const std::string& key) {
    return std::vector<Part>{{"metadata", "", metadata(key).dump()}, {"fil", "vedtak.pdf", "innhold"}};
  };
  const auto first = post(parts("K-1"), header, kGericaKey);
  const auto second = post(parts("K-2"), header, kVismaKey);
  EXPECT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(second.status, 201) << second.text;
  EXPECT_EQ(second.body().at("source"), "visma");
  EXPECT_NE(first.body().at("id"), second.body().at("id"));
}

TEST_F(MoreThanOne, source_may_use_the_same_external_key) {
  const auto first = accept("K-1", kGericaKey);
  const auto second = accept("K-1", kVismaKey);
  EXPECT_NE(first, second);
}

TEST_F(MoreThanOne, source_may_have_a_case_of_the_same_key_and_neither_waits) {
  accept("K-1", kGericaKey);
  accept("K-1", kVismaKey);
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE state = 'in_flight'"), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE state = 'holding'"), 0);
}

TEST_F(MoreThanOne, document_counts_for_whether_a_repeat_is_the_same) {
  ASSERT_EQ(post_two("K-1", "hoved", "vedlegg").status, 201);
  EXPECT_EQ(post_two("K-1", "hoved", "vedlegg").status, 200);
  expect_problem(post_two("K-1", "hoved", "et annet vedlegg"), 409, "innsending.annet_innhold");
  expect_problem(post_two("K-1", "en annen hoved", "vedlegg"), 409, "innsending.annet_innhold");
}

TEST_F(MoreThanOne, document_is_claimed_by_its_hash_only_by_whoever_uploaded_it) {
  ASSERT_EQ(put_document("mitt", kGericaKey).status, 201);
  ASSERT_EQ(put_document("ditt", kVismaKey).status, 201);
  auto body = with_two("K-1");
  body["dokumenter"][0]["sjekksum"] = sha256_of("mitt");
  body["dokumenter"][1]["sjekksum"] = sha256_of("ditt");
  const auto answer = post_json(body);
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(answer.body().at("errors").at(0).at("pointer"), "/dokumenter/1/sjekksum");
}

TEST_F(MoreThanOne, document_is_fetched_only_from_where_the_source_may) {
  files.put("https://fagsystem.example.no/filer/1", "x");
  auto body = with_two("K-1");
  body["dokumenter"][0]["url"] = "https://fagsystem.example.no/filer/1";
  body["dokumenter"][1]["url"] = "https://andre.example.no/filer/2";
  const auto answer = post_json(body);
  EXPECT_EQ(answer.status, 400) << answer.text;
  EXPECT_EQ(answer.body().at("errors").at(0).at("pointer"), "/dokumenter/1/url");
}

}  // namespace
}  // namespace fangst::testing

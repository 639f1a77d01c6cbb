#include "api_plant.hpp"

namespace fangst::testing {
namespace {

class Documents : public ApiTest {};

TEST_F(Documents, are_kept_under_their_hash) {
  const auto answer = put_document("innhold");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body(), (json{{"sha256", sha256_of("innhold")}, {"size", 7}}));
  EXPECT_TRUE(database->documents().open(crypto::sha256("innhold")));
}

TEST_F(Documents, that_come_again_are_known) {
  ASSERT_EQ(put_document("innhold").status, 201);
  EXPECT_EQ(put_document("innhold").status, 200);
  EXPECT_EQ(put_document("innhold", kVismaKey).status, 201) << "for this source it is the first time";
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'document.uploaded'"), 2);
}

TEST_F(Documents, of_any_size_up_to_the_limit_are_kept_whole) {
  for (const std::size_t size : {1U, 65'536U, 65'537U, 1U << 20U}) {
    const std::string bytes(size, 'x');
    EXPECT_EQ(put_document(bytes).status, 201) << size;
    const auto read = get("/v1/documents/" + sha256_of(bytes), kArchivistKey);
    EXPECT_EQ(read.status, 200) << size;
    EXPECT_EQ(read.text, bytes);
  }
}

TEST_F(Documents, under_a_wrong_hash_are_refused_with_both_hashes) {
  const auto answer = call("PUT", "/v1/documents/" + sha256_of("annet"), kGericaKey, "innhold");
  expect_problem(answer, 400, "dokument.feil_sjekksum");
  EXPECT_NE(answer.text.find(sha256_of("annet")), std::string::npos);
  EXPECT_NE(answer.text.find(sha256_of("innhold")), std::string::npos);
  EXPECT_FALSE(database->documents().open(crypto::sha256("innhold")));
  expect_problem(call("PUT", "/v1/documents/ikke-en-hash", kGericaKey, "x"), 400, "dokument.ugyldig_sjekksum");
}

TEST_F(Documents, without_content_are_refused) { expect_problem(put_document(""), 400, "dokument.tomt"); }

TEST_F(Documents, of_another_source_cannot_be_claimed_by_their_hash) {
  ASSERT_EQ(put_document("innhold", kVismaKey).status, 201);
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  const auto answer = post_json(body);
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(answer.body().at("errors").at(0).at("pointer"), "/dokumenter/0/sjekksum");
}

TEST_F(Documents, that_came_with_a_submission_of_another_source_cannot_be_claimed) {
  accept("K-1", kVismaKey);
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold av K-1");
  expect_refusal(post_json(body), 400, "innsending.dokumenter");
}

TEST_F(Documents, are_read_by_the_archivist_alone_and_each_view_is_logged) {
  ASSERT_EQ(put_document("innhold").status, 201);
  const auto target = "/v1/documents/" + sha256_of("innhold");
  EXPECT_EQ(get(target, kArchivistKey).text, "innhold");
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'document.viewed' AND actor = 'archivist:arkiv'"), 1);
  expect_problem(get(target, kGericaKey), 403, "tilgang.feil_rolle");
  expect_problem(get(target, kOperatorKey), 403, "tilgang.feil_rolle");
  expect_problem(get("/v1/documents/" + sha256_of("ukjent"), kArchivistKey), 404, "lager.dokument_mangler");
}

}  // namespace
}  // namespace fangst::testing

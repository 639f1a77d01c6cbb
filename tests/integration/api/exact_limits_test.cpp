#include "api_plant.hpp"

namespace fangst::testing {
namespace {

/// What is just allowed is taken, one more is not, and the answer names the limit.
class ExactLimits : public ApiTest {
 protected:
  static constexpr std::size_t kMetadata = 64U << 10U, kMessage = 128U << 10U, kDocument = 1U << 20U;

  /// Metadata of one document that was uploaded before, as long as it is told to be.
  std::string padded(const std::string& key, std::size_t size) {
    put_document("innhold");
    auto body = metadata(key);
    body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
    auto text = body.dump();
    text.resize(size, ' ');
    return text;
  }
  void expect_too_large(const Answer& answer, const std::string& what, std::size_t limit) {
    expect_refusal(answer, 413, "mottak.for_stort");
    EXPECT_EQ(answer.body().value("detail", ""),
              what + " er større enn grensen på " + std::to_string(limit) + " byte.");
  }
  Answer post_files(std::size_t number, const std::string& key) {
    auto body = metadata(key, "0");
    std::vector<Part> parts{{"metadata", "", ""}, {"fil", "0", "0"}};
    for (std::size_t i = 1; i < number; ++i) {
      const auto name = std::to_string(i);
      body["dokumenter"].push_back({{"tittel", "V"}, {"filnavn", name}, {"mimeType", "a/b"}});
      parts.push_back({"fil", name, name});
    }
    parts[0].bytes = body.dump();
    return post(parts);
  }
};

TEST_F(ExactLimits, of_metadata_are_in_bytes) {
  const auto send = [&](const std::string& text) {
    return call("POST", "/v1/submissions", kGericaKey, text, "Content-Type: application/json\r\n");
  };
  EXPECT_EQ(send(padded("K-1", kMetadata)).status, 201);
  expect_too_large(send(padded("K-2", kMetadata + 1)), "Meldingen", kMetadata);
}

TEST_F(ExactLimits, of_metadata_beside_files_are_in_bytes) {
  EXPECT_EQ(post({{"metadata", "", padded("K-1", kMetadata)}}).status, 201);
  expect_too_large(post({{"metadata", "", padded("K-2", kMetadata + 1)}}), "Delen metadata", kMetadata);
}

TEST_F(ExactLimits, of_a_message_with_documents_inside_are_its_own) {
  const auto send = [&](const std::string& text) { return call("POST", "/v1/intake/innsending", kGericaKey, text); };
  EXPECT_EQ(send(padded("K-1", kMessage)).status, 201);
  expect_too_large(send(padded("K-2", kMessage + 1)), "Meldingen", kMessage);
}

TEST_F(ExactLimits, of_a_document_are_in_bytes_whichever_way_it_comes) {
  const std::string large(kDocument + 1, 'x');
  expect_too_large(post({{"metadata", "", metadata().dump()}, {"fil", "vedtak.pdf", large}}), "Dokumentet", kDocument);
  EXPECT_FALSE(database->documents().open(crypto::sha256(large)));
  const auto answer = put_document(large);
  expect_problem(answer, 413, "mottak.for_stort");
  EXPECT_EQ(answer.body().value("detail", ""),
            "Dokumentet er større enn grensen på " + std::to_string(kDocument) + " byte.");
  EXPECT_FALSE(database->documents().open(crypto::sha256(large)));
}

TEST_F(ExactLimits, of_the_number_of_files_are_five_hundred) {
  const auto taken = post_files(500, "K-1");
  ASSERT_EQ(taken.status, 201) << taken.text;
  EXPECT_EQ(taken.body().at("documents").size(), 500U);
  const auto refused = post_files(501, "K-2");
  expect_refusal(refused, 413, "mottak.for_stort");
  EXPECT_EQ(refused.body().value("detail", ""), "Innsendingen har flere filer enn grensen på 500.");
}

TEST_F(ExactLimits, are_those_of_the_documentation_when_nothing_else_is_said) {
  const api::UploadLimits limits;
  EXPECT_EQ(limits.metadata_bytes, 1'048'576U);
  EXPECT_EQ(limits.message_bytes, 67'108'864U);
  EXPECT_EQ(limits.document_bytes, 4'294'967'296U);
}

/// Rows for more than the largest page.
class Pages : public ApiTest {
 protected:
  static constexpr auto kNumbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1002) ";

  void SetUp() override {
    accept("K-0");
    const std::string copied =
        "source, type, format, pipeline, case_key, fingerprint, content, answer, state, step, attempts, next_at, "
        "received_at, updated_at, traceparent";
    database.tamper("INSERT INTO submission (id, external_key, case_order_open, " + copied + ") " + kNumbers +
                    "SELECT 'id-' || i, 'K-' || i, 0, " + copied + " FROM submission, n WHERE external_key = 'K-0'");
    database.tamper("INSERT INTO intake_refusal (at, source, outcome, format, external_key, code, trace_id, fields) " +
                    std::string(kNumbers) +
                    "SELECT 1790000000000, 'gerica', 'refused', 'innsending', 'R-' || i, 'kode.en', '', '[]' FROM n");
  }
};

TEST_F(Pages, hold_a_hundred_and_what_is_asked_for_up_to_a_thousand) {
  const std::pair<std::string, std::size_t> sizes[] = {
      {"", 100},           {"?limit=0", 1},       {"?limit=1", 1},       {"?limit=2", 2},
      {"?limit=999", 999}, {"?limit=1000", 1000}, {"?limit=1001", 1000}, {"?limit=999999999", 1000}};
  for (const auto& [query, size] : sizes) {
    EXPECT_EQ(get("/v1/submissions" + query).body().at("submissions").size(), size) << query;
    EXPECT_EQ(get("/v1/refusals" + query).body().at("refusals").size(), size) << query;
    EXPECT_EQ(get("/v1/operations/refusals" + query, kOperatorKey).body().at("refusals").size(), size) << query;
  }
}

TEST_F(Pages, that_follow_are_as_long_as_the_first) {
  const auto link = get("/v1/submissions?limit=7").headers.at("link");
  const auto next = get(link.substr(1, link.find('>') - 1));
  ASSERT_EQ(next.body().at("submissions").size(), 7U);
  EXPECT_EQ(next.body().at("submissions")[0].at("externalKey"), "K-7") << "K-0 to K-6 were on the first";
}

}  // namespace
}  // namespace fangst::testing

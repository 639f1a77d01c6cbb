#include "api_plant.hpp"

namespace fangst::testing {
namespace {

/// Every refusal says why, and is counted (invariant 4).
class Refusals : public ApiTest {
 protected:
  static std::string pointer(const Answer& answer, std::size_t index = 0) {
    return answer.body().at("errors").at(index).value("pointer", "");
  }
  Answer raw_multipart(const std::string& body, const std::string& boundary = "grense") {
    return call("POST", "/v1/submissions", kGericaKey, body,
                "Content-Type: multipart/form-data; boundary=" + boundary + "\r\n");
  }
};

TEST_F(Refusals, name_a_missing_file) {
  const auto answer = post({{"metadata", "", metadata().dump()}});
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(pointer(answer), "/dokumenter/0/filnavn");
}

TEST_F(Refusals, name_a_file_that_metadata_does_not_mention) {
  expect_refusal(post({{"metadata", "", metadata().dump()}, {"a", "vedtak.pdf", "x"}, {"b", "annet.pdf", "y"}}), 400,
                 "innsending.dokumenter");
  expect_refusal(post({{"metadata", "", metadata().dump()}, {"a", "vedtak.pdf", "x"}, {"b", "vedtak.pdf", "x"}}), 400,
                 "innsending.dokumenter");
}

TEST_F(Refusals, name_a_wrong_hash_with_both_hashes) {
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("annet");
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "innhold"}});
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(pointer(answer), "/dokumenter/0/sjekksum");
  EXPECT_NE(answer.text.find(sha256_of("annet")), std::string::npos);
  EXPECT_NE(answer.text.find(sha256_of("innhold")), std::string::npos);
}

TEST_F(Refusals, name_a_wrong_size_of_a_file_and_of_a_claimed_document) {
  auto body = metadata();
  body["dokumenter"][0]["filstoerrelse"] = 8;
  expect_refusal(post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "innhold"}}), 400, "innsending.dokumenter");
  ASSERT_EQ(put_document("innhold").status, 201);
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  const auto answer = post_json(body);
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(pointer(answer), "/dokumenter/0/filstoerrelse");
}

TEST_F(Refusals, name_an_empty_document) {
  const auto answer = post({{"metadata", "", metadata().dump()}, {"fil", "vedtak.pdf", ""}});
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(pointer(answer), "/dokumenter/0/filnavn");
}

TEST_F(Refusals, name_every_faulty_document_at_once) {
  auto body = metadata();
  body["dokumenter"].push_back({{"tittel", "To"}, {"filnavn", "to.pdf"}, {"mimeType", "application/pdf"}});
  body["dokumenter"].push_back({{"tittel", "Tre"}, {"filnavn", "tre.pdf"}, {"mimeType", "application/pdf"}});
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", ""}, {"fil", "to.pdf", "x"}});
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(answer.body().at("errors").size(), 2U) << answer.text;
}

TEST_F(Refusals, name_every_faulty_field_without_anybodys_number) {
  auto body = metadata(std::string("K-") + kPerson);
  body["journalpost"]["korrespondansepart"][0]["personidentifikator"] = "14833821239";
  body["ukjent"] = kPerson;
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "x"}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_GE(answer.body().at("errors").size(), 3U) << answer.text;
  EXPECT_EQ(answer.text.find(kPerson), std::string::npos) << answer.text;
  EXPECT_EQ(answer.text.find("14833821239"), std::string::npos) << answer.text;
  EXPECT_EQ(balance_of("gerica").refused, 1);
}

TEST_F(Refusals, are_found_by_the_trace_that_the_answer_told) {
  auto body = metadata(std::string("K-") + "sporet");
  body["type"] = "ukjent-type";
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "x"}});
  expect_refusal(answer, 400, "innsending.ukjent_type");
  const auto trace = answer.body().at("traceId").get<std::string>();
  const auto found = call("GET", "/v1/refusals?traceId=" + trace, kGericaKey, "");
  ASSERT_EQ(found.status, 200) << found.text;
  const auto list = found.body().at("refusals");
  ASSERT_EQ(list.size(), 1U) << found.text;
  EXPECT_EQ(list[0].at("code"), "innsending.ukjent_type");
  EXPECT_EQ(list[0].at("traceId"), trace);
  EXPECT_NE(list[0].at("externalKey").get<std::string>().find("K-sporet"), std::string::npos);
  EXPECT_EQ(list[0].at("errors").at(0).at("pointer"), "/type");
  EXPECT_EQ(call("GET", "/v1/refusals?traceId=" + trace, kVismaKey, "").body().at("refusals").size(), 0U);
}

TEST_F(Refusals, of_a_type_that_no_pipeline_takes) {
  auto body = metadata();
  body["type"] = "ukjent-type";
  const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "x"}});
  expect_refusal(answer, 400, "innsending.ukjent_type");
  EXPECT_EQ(pointer(answer), "/type");
}

TEST_F(Refusals, of_a_message_that_makes_its_format_throw) {
  const auto answer = call("POST", "/v1/intake/defekt", kVismaKey, "x");
  expect_problem(answer, 500, "mottak.uventet");
  EXPECT_EQ(call("POST", "/v1/intake/innsending", kGericaKey, "{}").status, 400);
}

TEST_F(Refusals, of_a_format_that_is_unknown_or_not_this_sources) {
  expect_refusal(call("POST", "/v1/intake/finnes-ikke", kGericaKey, "x"), 404, "mottak.ukjent_format");
  expect_refusal(call("POST", "/v1/intake/visma-hendelse", kGericaKey, "{}"), 404, "mottak.ukjent_format");
}

TEST_F(Refusals, keep_nothing_of_what_an_address_says) {
  expect_refusal(call("POST", std::string("/v1/intake/") + kPerson, kGericaKey, "x"), 404, "mottak.ukjent_format");
  EXPECT_EQ(count("SELECT COUNT(*) FROM intake_refusal WHERE format LIKE '%" + std::string(kPerson) + "%'"), 0);
  expect_problem(call("POST", "/v1/intake/%FF%FE", kGericaKey, "x"), 400, "http.ugyldig_adresse");
}

TEST_F(Refusals, of_a_body_that_is_no_multipart) {
  for (const auto* body : {"", "tull", "--grense", "--grense\r\n", "--grense\r\nContent-Disposition\r\n\r\n"}) {
    const auto before = balance_of("gerica").refused;
    const auto answer = raw_multipart(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(balance_of("gerica").refused, before + 1) << body;
  }
}

TEST_F(Refusals, of_a_multipart_whose_end_is_missing) {
  const auto whole = multipart({{"metadata", "", metadata().dump()}, {"fil", "vedtak.pdf", "innhold"}});
  for (const std::size_t cut : {4U, 12U, 60U}) {
    const auto before = balance_of("gerica").refused;
    const auto answer = raw_multipart(whole.substr(0, whole.size() - cut));
    EXPECT_EQ(answer.status, 400) << cut << answer.text;
    EXPECT_EQ(balance_of("gerica").refused, before + 1);
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission"), 0);
}

TEST_F(Refusals, of_parts_in_the_wrong_order_or_number) {
  expect_refusal(post({{"fil", "vedtak.pdf", "x"}, {"metadata", "", metadata().dump()}}), 400,
                 "mottak.ugyldig_multipart");
  expect_refusal(post({{"metadata", "", metadata().dump()}, {"metadata", "", metadata().dump()}}), 400,
                 "mottak.ugyldig_multipart");
  expect_refusal(post({}), 400, "mottak.ugyldig_multipart");
}

TEST_F(Refusals, of_a_body_of_no_known_kind) {
  expect_refusal(call("POST", "/v1/submissions", kGericaKey, "x", "Content-Type: text/plain\r\n"), 400,
                 "mottak.ugyldig_multipart");
  expect_refusal(call("POST", "/v1/submissions", kGericaKey, "x", "Content-Type: multipart/form-data\r\n"), 400,
                 "mottak.ugyldig_multipart");
}

TEST_F(Refusals, of_an_idempotency_key_that_is_no_plain_text) {
  const std::vector<Part> parts{{"metadata", "", metadata().dump()}, {"fil", "vedtak.pdf", "x"}};
  expect_refusal(post(parts, "Idempotency-Key: bl\xE5\r\n"), 400, "mottak.ugyldig_idempotensnoekkel");
  expect_refusal(post(parts, "Idempotency-Key: to ord\r\n"), 400, "mottak.ugyldig_idempotensnoekkel");
  expect_refusal(post(parts, "Idempotency-Key: " + std::string(201, 'x') + "\r\n"), 400,
                 "mottak.ugyldig_idempotensnoekkel");
  EXPECT_EQ(post(parts, "Idempotency-Key: " + std::string(200, 'x') + "\r\n").status, 201);
}

TEST_F(Refusals, leave_the_key_free_for_a_better_try) {
  const auto refused = post({{"metadata", "", metadata().dump()}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(post({{"metadata", "", metadata().dump()}, {"fil", "vedtak.pdf", "x"}}).status, 201);
  const auto balance = balance_of("gerica");
  EXPECT_EQ(balance.received, 2);
  EXPECT_EQ(balance.refused, 1);
  EXPECT_EQ(balance.in_flight, 1);
}

}  // namespace
}  // namespace fangst::testing

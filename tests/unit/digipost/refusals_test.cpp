#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

#include <set>

namespace fangst::digipost {
namespace {

using enum ErrorKind;

/// A signed refusal, and what becomes of it.
struct Refusal {
  int status;
  const char* code;
  const char* type;
  ErrorKind kind;
  bool is_unknown;
  const char* our_code;
};
const Refusal kRefusals[] = {
    {400, "CONNECTION_ERROR", "CLIENT_TECHNICAL", unavailable, true, "connection_error"},
    {400, "API_UNAVAILABLE", "SERVER", unavailable, true, "api_unavailable"},
    {400, "SOMETHING", "SERVER", unavailable, true, "something"},
    {403, "SOMETHING", "SERVER", unavailable, true, "something"},
    {401, "SOMETHING", "SERVER", unavailable, true, "something"},
    {401, "SOMETHING", "CLIENT_TECHNICAL", forbidden, false, "something"},
    {401, "", "", forbidden, false, "avvist"},
    {400, "BROKER_NOT_AUTHORIZED", "CONFIGURATION", forbidden, false, "broker_not_authorized"},
    {400, "SOMETHING", "CONFIGURATION", forbidden, false, "something"},
    {403, "NOT_APPROVED_FOR_PRINT", "CONFIGURATION", forbidden, false, "not_approved_for_print"},
    {403, "GENERAL_ERROR", "UNKNOWN", forbidden, false, "general_error"},
    {403, "", "", forbidden, false, "avvist"},
    {404, "UNKNOWN_RECIPIENT", "CLIENT_DATA", rejected_by_dependency, false, "unknown_recipient"},
    {400, "INVALID_PDF_CONTENT", "CLIENT_DATA", rejected_by_dependency, false, "invalid_pdf_content"},
    {400, "SCHEMA_VALIDATION_ERROR", "CLIENT_TECHNICAL", rejected_by_dependency, false, "schema_validation_error"},
    {403, "SOMETHING", "CLIENT_DATA", rejected_by_dependency, false, "something"},
    {403, "SOMETHING", "CLIENT_TECHNICAL", rejected_by_dependency, false, "something"},
    {400, "", "", rejected_by_dependency, false, "avvist"},
    {404, "SOMETHING", "UNKNOWN", rejected_by_dependency, false, "something"},
    {410, "SOMETHING", "UNKNOWN", rejected_by_dependency, false, "something"},
    {413, "SOMETHING", "UNKNOWN", rejected_by_dependency, false, "something"},
    {418, "NEW_CODE", "NEW_TYPE", rejected_by_dependency, false, "new_code"},
    {302, "SOMETHING", "UNKNOWN", rejected_by_dependency, false, "something"}};

/// What each signed refusal and each missing answer becomes: tried again, looked up, or left to a person.
struct DigipostRefusals : testing::Test, support::SignedDigipost {
  Error error_of_send() {
    const auto receipt = send();
    return receipt ? Error(internal, "no.error", "test", PublicText{""}) : receipt.error();
  }
};

TEST_F(DigipostRefusals, go_by_the_type_first_then_by_code_and_status) {
  http.then(root());
  for (const auto& expected : kRefusals) {
    SCOPED_TRACE(std::to_string(expected.status) + expected.code + expected.type);
    http.then(error(expected.status, expected.code, expected.type, "ord fra Digipost"));
    const auto got = error_of_send();
    EXPECT_EQ(got.kind(), expected.kind);
    EXPECT_EQ(got.code(), std::string("digipost.") + expected.our_code);
    EXPECT_EQ(got.outcome_unknown(), expected.is_unknown);
    EXPECT_EQ(got.where(), "digipost.send");
    EXPECT_EQ(got.private_detail(), "HTTP " + std::to_string(expected.status) + " " + expected.code + " " +
                                        expected.type + ": ord fra Digipost");
  }
}

TEST_F(DigipostRefusals, carry_digiposts_code_only_when_it_is_one) {
  http.then(root());
  for (const auto& [code, ours] : {std::pair<std::string, std::string>{"A_B2", "digipost.a_b2"},
                                   {std::string(60, 'A'), "digipost." + std::string(60, 'a')},
                                   {std::string(61, 'A'), "digipost.avvist"},
                                   {"", "digipost.avvist"},
                                   {"small", "digipost.avvist"},
                                   {"A-B", "digipost.avvist"},
                                   {"Noe \xC3\xA6 rart 06868710045", "digipost.avvist"},
                                   {"KODE_06868710045", "digipost.avvist"}}) {
    http.then(error(400, code, "CLIENT_DATA"));
    const auto got = error_of_send();
    EXPECT_EQ(got.code(), ours) << code;
    EXPECT_EQ(got.kind(), rejected_by_dependency) << code;
    EXPECT_FALSE(got.outcome_unknown()) << code;
  }
}

TEST_F(DigipostRefusals, say_what_to_do_about_each_known_code) {
  const std::pair<const char*, const char*> known[] = {
      {"UNKNOWN_RECIPIENT", "har ikke Digipost"},
      {"CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF", "skal skrives ut, må være PDF"},
      {"INVALID_PDF_CONTENT", "PDF-filen"},
      {"BAD_CONTENT", "innholdet i et dokument"},
      {"ILLEGAL_CONTENT_TYPE", "filtypen"},
      {"FILE_TOO_LARGE", "Et dokument er større"},
      {"REQUEST_TOO_LARGE", "Brevet er større"},
      {"INVALID_RECIPIENT_PRINT_ADDRESS", "Postadressen til mottakeren"},
      {"INVALID_RETURN_ADDRESS", "Returadressen"},
      {"AUTHENTICATION_LEVEL_TOO_LOW", "Sikkerhetsnivået er for lavt"},
      {"NOT_APPROVED_FOR_PRINT", "ikke utskrift"},
      {"NOT_APPROVED_FOR_DIRECT_PRINT", "ikke direkte utskrift"},
      {"NOT_APPROVED_FOR_IDPORTEN", "ID-porten"},
      {"MISSING_CERTIFICATE", "har ikke kommunens sertifikat"},
      {"REVOKED_CERTIFICATE", "trukket tilbake"},
      {"BROKER_NOT_AUTHORIZED", "fullmakten"},
      {"ORGANISATION_LETTERS_PER_MONTH_EXCEEDED", "månedens antall"},
      {"ACCOUNT_DEACTIVATED", "stengt"}};
  http.then(root());
  std::set<std::string> texts;
  for (const auto& [code, words] : known) {
    http.then(error(400, code, "CLIENT_DATA"));
    const auto text = error_of_send().public_text();
    EXPECT_NE(text.find(words), std::string::npos) << code << ": " << text;
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), std::size(known));
}

TEST_F(DigipostRefusals, of_unknown_codes_say_whose_turn_it_is) {
  http.then(root());
  for (const auto& [type, words] : {std::pair{"CONFIGURATION", "Drift må kontrollere"},
                                    {"SERVER", "Fangst prøver igjen"},
                                    {"CLIENT_DATA", "Digipost avviste brevet"}}) {
    http.then(error(400, "NEW_CODE", type));
    EXPECT_NE(error_of_send().public_text().find(words), std::string::npos) << type;
  }
}

TEST_F(DigipostRefusals, that_say_already_sent_are_looked_up_and_no_others) {
  http.then(root());
  for (const auto* code :
       {"DUPLICATE_MESSAGE", "DUPLICATE_DOCUMENT_ID", "MESSAGE_ALREADY_SENT", "DIGIPOST_MESSAGE_ALREADY_DELIVERED",
        "CONTENT_ALREADY_UPLOADED", "PRINT_MESSAGE_ALREADY_DELIVERED"}) {
    http.then(error(400, code, "CLIENT_DATA")).then(document_status("NOT_DELIVERED"));
    const auto receipt = send();
    ASSERT_TRUE(receipt) << code;
    EXPECT_TRUE(receipt->already_sent) << code;
    EXPECT_EQ(receipt->external_id, kExternalId) << code;
    EXPECT_EQ(receipt->dependency_status, "NOT_DELIVERED") << code;
    EXPECT_EQ(http.calls().back().request.url,
              std::string("https://api.digipost.test/digipost/documents/") + kExternalId + "/status");
  }
  for (const auto* code : {"DUPLICATE", "DOCUMENT_NOT_FOUND", "MESSAGE_ALREADY"}) {
    http.then(error(400, code, "CLIENT_DATA"));
    EXPECT_EQ(error_of_send().kind(), rejected_by_dependency) << code;
  }
  EXPECT_TRUE(http.is_exhausted());
}

TEST_F(DigipostRefusals, that_say_already_sent_tell_why_the_letter_could_not_be_looked_up) {
  http.then(root());
  struct Case {
    Answer look_up;
    ErrorKind kind;
    const char* code;
    const char* where;
    const char* detail;
  };
  const Case cases[] = {
      {[](const auto&) {
         return ports::HttpResponse{503, {}, {}};
       },
       unavailable, "digipost.utilgjengelig", "digipost.find", "HTTP 503"},
      {error(403, "BROKER_NOT_AUTHORIZED", "CONFIGURATION"), forbidden, "digipost.broker_not_authorized",
       "digipost.find", "HTTP 403 BROKER_NOT_AUTHORIZED CONFIGURATION: m"},
      {answer(404), unavailable, "digipost.ugyldig_svar", "digipost.send",
       "HTTP 400: duplicate message without a document"},
      {error(404, "DOCUMENT_NOT_FOUND", "CLIENT_TECHNICAL"), unavailable, "digipost.ugyldig_svar", "digipost.send",
       "HTTP 400: duplicate message without a document"}};
  for (const auto& expected : cases) {
    http.then(error(400, "DUPLICATE_MESSAGE", "CLIENT_DATA")).then(expected.look_up);
    const auto got = error_of_send();
    EXPECT_EQ(got.kind(), expected.kind) << expected.code;
    EXPECT_EQ(got.code(), expected.code);
    EXPECT_EQ(got.where(), expected.where);
    EXPECT_EQ(got.private_detail(), expected.detail);
    EXPECT_TRUE(got.outcome_unknown()) << expected.code << ": somebody has sent it";
  }
}

TEST_F(DigipostRefusals, without_a_signature_are_believed_only_when_they_ask_for_patience) {
  http.then(root());
  struct Case {
    int status;
    const char* code;
    bool is_unknown;
  };
  for (const auto& [status, code, is_unknown] : {Case{429, "digipost.for_mange_kall", false},
                                                 {500, "digipost.utilgjengelig", true},
                                                 {502, "digipost.utilgjengelig", true},
                                                 {503, "digipost.utilgjengelig", true},
                                                 {599, "digipost.utilgjengelig", true}}) {
    http.then(status, "<html>", {{"Retry-After", "19"}});
    const auto got = error_of_send();
    EXPECT_EQ(got.kind(), unavailable) << status;
    EXPECT_EQ(got.code(), code) << status;
    EXPECT_EQ(got.outcome_unknown(), is_unknown) << status;
    EXPECT_EQ(got.retry_after(), std::chrono::seconds(19)) << status;
  }
  for (const int status : {408, 428, 430, 499}) {
    http.then(status).then(root());  // the root again: Digipost may have a new key
    EXPECT_EQ(error_of_send().code(), "digipost.ugyldig_signatur") << status;
  }
}

TEST_F(DigipostRefusals, that_never_came_tell_a_late_answer_from_none_and_a_fault_of_ours) {
  struct Case {
    ErrorKind cause;
    ErrorKind kind;
    const char* code;
  };
  http.then(root());
  for (const auto& [cause, kind, code] : {Case{timeout, timeout, "digipost.tidsavbrudd"},
                                          {unavailable, unavailable, "digipost.utilgjengelig"},
                                          {corrupt, corrupt, "http.x"}}) {
    http.then(Error(cause, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"}).with_unknown_outcome());
    const auto got = error_of_send();
    EXPECT_EQ(got.kind(), kind);
    EXPECT_EQ(got.code(), code);
    EXPECT_TRUE(got.outcome_unknown());
    EXPECT_NE(got.private_detail().find("detalj"), std::string::npos);
  }
}

TEST_F(DigipostRefusals, of_the_root_leave_nothing_sent_and_nothing_to_look_up) {
  struct Case {
    int status;
    ErrorKind kind;
    const char* code;
  };
  for (const auto& [status, kind, code] : {Case{401, forbidden, "digipost.avvist"},
                                           {403, forbidden, "digipost.avvist"},
                                           {404, rejected_by_dependency, "digipost.avvist"},
                                           {429, unavailable, "digipost.for_mange_kall"},
                                           {503, unavailable, "digipost.utilgjengelig"},
                                           {200, unavailable, "digipost.ugyldig_svar"}}) {
    http.then(status, "<html/>");
    const auto got = error_of_send();
    EXPECT_EQ(got.kind(), kind) << status;
    EXPECT_EQ(got.code(), code) << status;
    EXPECT_EQ(got.where(), "digipost.root") << status;
    EXPECT_FALSE(got.outcome_unknown()) << status;
  }
  http.then(200, R"(<entrypoint xmlns="http://api.digipost.no/schema/v8"><certificate>x</certificate></entrypoint>)");
  EXPECT_EQ(error_of_send().code(), "digipost.ugyldig_svar") << "a root without a usable certificate";
  http.then(Error(timeout, "http.tidsavbrudd", "http", PublicText{"x"}).with_unknown_outcome());
  const auto never = error_of_send();
  EXPECT_EQ(never.kind(), timeout) << "a root that never came";
  EXPECT_EQ(never.code(), "digipost.tidsavbrudd");
  EXPECT_EQ(never.where(), "digipost.root");
  EXPECT_FALSE(never.outcome_unknown());
  http.then(Error(corrupt, "http.x", "http", PublicText{"x"}).with_unknown_outcome());
  const auto passed = error_of_send();
  EXPECT_EQ(passed.code(), "http.x");
  EXPECT_FALSE(passed.outcome_unknown()) << "nothing was sent, whatever the cause";
  http.then(error(403, "MISSING_CERTIFICATE", "CONFIGURATION"));
  EXPECT_EQ(error_of_send().code(), "digipost.missing_certificate");
}

}  // namespace
}  // namespace fangst::digipost

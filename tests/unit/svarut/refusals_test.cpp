#include "dispatcher_fixture.hpp"

#include <optional>

namespace fangst::svarut {
namespace {

using enum ErrorKind;

/// An answer to a letter, and what becomes of it.
struct Refusal {
  int status;
  ErrorKind kind;
  const char* code;
  bool is_unknown;
};
const Refusal kRefusals[] = {
    {201, unavailable, "svarut.utilgjengelig", true},      {202, unavailable, "svarut.utilgjengelig", true},
    {204, unavailable, "svarut.utilgjengelig", true},      {301, unavailable, "svarut.utilgjengelig", true},
    {302, unavailable, "svarut.utilgjengelig", true},      {307, unavailable, "svarut.utilgjengelig", true},
    {400, rejected_by_dependency, "svarut.avvist", false}, {401, forbidden, "svarut.ingen_tilgang", false},
    {403, forbidden, "svarut.ingen_tilgang", false},       {404, forbidden, "svarut.ingen_tilgang", false},
    {408, unavailable, "svarut.utilgjengelig", true},      {409, rejected_by_dependency, "svarut.avvist", false},
    {410, rejected_by_dependency, "svarut.avvist", false}, {413, too_large, "svarut.for_stort", false},
    {415, rejected_by_dependency, "svarut.avvist", false}, {422, rejected_by_dependency, "svarut.avvist", false},
    {425, rejected_by_dependency, "svarut.avvist", false}, {429, unavailable, "svarut.utilgjengelig", false},
    {500, unavailable, "svarut.utilgjengelig", true},      {502, unavailable, "svarut.utilgjengelig", true},
    {503, unavailable, "svarut.utilgjengelig", true},      {504, unavailable, "svarut.utilgjengelig", true},
    {599, unavailable, "svarut.utilgjengelig", true}};

/// What each answer of SvarUt becomes: whether it is tried again, looked up or left to a person follows from it.
class Refusals : public DispatcherTest {
 protected:
  Error error_of_send() {
    const auto receipt = dispatcher_.send(letter(), soon());
    return receipt ? none() : receipt.error();
  }
  Error error_of_find() {
    const auto found = dispatcher_.find(letter(), soon());
    return found ? none() : found.error();
  }
  Error error_of_status() {
    const auto status = dispatcher_.status(kId, soon());
    return status ? none() : status.error();
  }
  void script(int status, const std::string& body = {}, const ports::HttpHeaders& headers = {}) {
    http_.then(status, body, headers);
    if (status == 401) http_.then(status, body, headers);
  }
  static const char* words_of_letter(const std::string& code) {
    if (code == "svarut.ingen_tilgang") return "Kontroller konto, integrasjon og Maskinporten";
    if (code == "svarut.for_stort") return "for stort";
    return code == "svarut.utilgjengelig" ? "Det prøves igjen" : "Rett det som er oppgitt";
  }
  static Error none() { return {internal, "no.error", "test", PublicText{""}}; }
};

TEST_F(Refusals, of_a_letter_say_by_kind_code_and_outcome_what_to_do) {
  for (const auto& expected : kRefusals) {
    script(expected.status, "mottaker 17912099997", {{"Retry-After", "17"}});
    const auto error = error_of_send();
    EXPECT_EQ(error.kind(), expected.kind) << expected.status;
    EXPECT_EQ(error.code(), expected.code) << expected.status;
    EXPECT_EQ(error.outcome_unknown(), expected.is_unknown) << expected.status;
    EXPECT_NE(error.public_text().find(words_of_letter(expected.code)), std::string::npos) << error.public_text();
    EXPECT_EQ(error.where(), "svarut.send");
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(17)) << expected.status;
    EXPECT_EQ(error.private_detail(), "HTTP " + std::to_string(expected.status) + ": mottaker ***********");
    EXPECT_TRUE(http_.is_exhausted()) << expected.status;
  }
}

TEST_F(Refusals, of_a_question_let_it_be_asked_again_unless_svarut_says_no) {
  const std::pair<int, ErrorKind> cases[] = {
      {201, unavailable}, {204, unavailable}, {302, unavailable}, {400, rejected_by_dependency},
      {401, forbidden},   {403, forbidden},   {404, forbidden},   {408, unavailable},
      {409, unavailable}, {410, unavailable}, {413, unavailable}, {422, unavailable},
      {425, unavailable}, {429, unavailable}, {500, unavailable}, {503, unavailable}};
  for (const auto& [status, kind] : cases) {
    const std::string code = kind == unavailable ? "svarut.utilgjengelig"
                             : kind == forbidden ? "svarut.ingen_tilgang"
                                                 : "svarut.avvist";
    script(status, "brødtekst", {{"Retry-After", "18"}});
    script(status, "brødtekst", {{"Retry-After", "18"}});
    for (const auto& [error, where] :
         {std::pair{error_of_find(), "svarut.eksternref"}, std::pair{error_of_status(), "svarut.status"}}) {
      EXPECT_EQ(error.kind(), kind) << where << status;
      EXPECT_EQ(error.code(), code) << where << status;
      const auto* const words = kind == rejected_by_dependency ? "avviste forespørselen" : words_of_letter(code);
      EXPECT_NE(error.public_text().find(words), std::string::npos) << error.public_text();
      EXPECT_EQ(error.where(), where) << status;
      EXPECT_FALSE(error.outcome_unknown()) << where << status;
      EXPECT_EQ(error.retry_after(), std::chrono::seconds(18)) << where << status;
      EXPECT_EQ(error.private_detail(), "HTTP " + std::to_string(status) + ": brødtekst") << where;
    }
  }
}

TEST_F(Refusals, carry_svaruts_code_only_when_it_is_one) {
  const std::string longest(60, 'A');
  const std::pair<Json, std::string> cases[] = {{{{"errorCode", "UGYLDIG_FIL"}}, "svarut.ugyldig_fil"},
                                                {{{"errorCode", "UGYLDIG-FIL"}}, "svarut.ugyldig-fil"},
                                                {{{"errorcode", "LITEN_NOEKKEL"}}, "svarut.liten_noekkel"},
                                                {{{"errorcode", "GAMMEL"}, {"errorCode", "NY"}}, "svarut.ny"},
                                                {{{"errorCode", longest}}, "svarut." + std::string(60, 'a')},
                                                {{{"errorCode", longest + "B"}}, "svarut." + std::string(60, 'a')},
                                                {{{"errorCode", "FEIL 17912099997"}}, "svarut.avvist"},
                                                {{{"errorCode", "17912099997"}}, "svarut.avvist"},
                                                {{{"errorCode", "A.B"}}, "svarut.avvist"}};
  for (const auto& [body, code] : cases) {
    http_.then(400, body.dump());
    EXPECT_EQ(error_of_send().code(), code) << body;
  }
}

TEST_F(Refusals, keep_what_the_support_of_ks_asks_for) {
  http_.then(400, R"({"errorId":"id-hos-ks","message":"Filen er skadet"})");
  EXPECT_EQ(error_of_send().private_detail(), R"(HTTP 400: {"errorId":"id-hos-ks","message":"Filen er skadet"})");
  http_.then(400, R"({"errorId":"id-hos-ks","errorCode":"GJENTAGENDE_FORSENDELSE"})");
  http_.then(200, R"({"forsendelseIds":[]})");
  EXPECT_NE(error_of_send().private_detail().find("id-hos-ks"), std::string::npos)
      << "also when the letter was looked up first";
}

TEST_F(Refusals, of_the_token_are_passed_on_as_they_are) {
  for (const auto kind : {forbidden, timeout, unavailable}) {
    tokens_.failure = Error{kind, "maskinporten.x", "maskinporten.token", PublicText{"Maskinporten svarer ikke."}};
    for (const auto& error : {error_of_send(), error_of_find(), error_of_status()}) {
      EXPECT_EQ(error.kind(), kind);
      EXPECT_EQ(error.code(), "maskinporten.x");
      EXPECT_EQ(error.public_text(), "Maskinporten svarer ikke.");
      EXPECT_FALSE(error.outcome_unknown());
    }
  }
}

TEST_F(Refusals, that_never_came_name_svarut_and_tell_a_late_answer_from_none) {
  struct Case {
    ErrorKind cause;
    ErrorKind kind;
    const char* code;
  };
  for (const auto& [cause, kind, code] :
       {Case{timeout, timeout, "svarut.utilgjengelig"}, Case{unavailable, unavailable, "svarut.utilgjengelig"},
        Case{corrupt, corrupt, "http.x"}}) {
    Error broken{cause, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"}};
    broken.with_unknown_outcome();
    http_.then(broken).then(broken).then(broken);
    const auto sent = error_of_send();
    EXPECT_TRUE(sent.outcome_unknown());
    const auto found = error_of_find();
    const auto status = error_of_status();
    for (const auto* error : {&sent, &found, &status}) {
      EXPECT_EQ(error->kind(), kind);
      EXPECT_EQ(error->code(), code);
      EXPECT_NE(error->private_detail().find("detalj"), std::string::npos);
    }
    EXPECT_FALSE(found.outcome_unknown());
    EXPECT_FALSE(status.outcome_unknown());
  }
}

TEST_F(Refusals, of_an_unknown_letter_say_that_svarut_does_not_know_it_yet) {
  for (const auto* others : {R"({"statuser":[]})", R"({"statuser":[{"id":"en-annen","status":"LEST"}]})"}) {
    http_.then(200, others);
    const auto error = error_of_status();
    EXPECT_EQ(error.kind(), unavailable) << others;
    EXPECT_EQ(error.code(), "svarut.uten_status") << others;
  }
}

TEST_F(Refusals, of_what_cannot_be_read_are_tried_again) {
  http_.then(200, "<html>").then(200, "<html>").then(200, "<html>");
  struct Case {
    Error error;
    const char* where;
    bool outcome_unknown;  // A question has none.
  };
  for (const auto& [error, where, outcome_unknown] : {Case{error_of_send(), "svarut.send", true},
                                                      {error_of_find(), "svarut.eksternref", false},
                                                      {error_of_status(), "svarut.status", false}}) {
    EXPECT_EQ(error.kind(), unavailable) << where;
    EXPECT_EQ(error.code(), "svarut.ugyldig_svar") << where;
    EXPECT_EQ(error.private_detail(), "HTTP 200: <html>") << where;
    EXPECT_EQ(error.where(), where);
    EXPECT_EQ(error.outcome_unknown(), outcome_unknown) << where;
  }
}

}  // namespace
}  // namespace fangst::svarut

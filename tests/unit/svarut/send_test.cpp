#include "dispatcher_fixture.hpp"

namespace fangst::svarut {
namespace {

class Send : public DispatcherTest {};

Error broken(ErrorKind kind, bool unknown) {
  Error error{kind, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"}};
  return error.with_unknown_outcome(unknown);
}

std::string error_body(const std::string& code, const std::string& message) {
  return Json{{"timestamp", 1700000000000}, {"status", 400},     {"error", "Bad Request"},         {"errorId", "e-1"},
              {"message", message},         {"errorCode", code}, {"errorJson", {{"antall", "13"}}}}
      .dump();
}

TEST_F(Send, returns_the_id_that_svarut_gave) {
  http_.then(200, R"({"id":")" + kId + R"(","nytt":1})");
  const auto receipt = dispatcher_.send(letter(), soon());
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->external_id, kId);
  EXPECT_FALSE(receipt->already_sent);
}

TEST_F(Send, has_all_the_time_that_the_caller_has) {
  http_.then(200, R"({"id":"x"})");
  ASSERT_TRUE(dispatcher_.send(letter(), soon()));
  EXPECT_EQ(http_.calls().back().deadline, soon()) << "SvarUt may take 15 minutes";
}

TEST_F(Send, says_unknown_outcome_when_an_accepted_letter_has_no_readable_id) {
  for (const char* body : {"", "<html>", "{}", "[]", R"({"id":null})", R"({"id":""})"}) {
    http_.then(200, body);
    const auto receipt = dispatcher_.send(letter(), soon());
    ASSERT_FALSE(receipt) << body;
    EXPECT_TRUE(receipt.error().outcome_unknown()) << body;
    EXPECT_EQ(receipt.error().kind(), ErrorKind::unavailable);
  }
}

TEST_F(Send, keeps_what_the_transport_knows_of_the_outcome) {
  for (const auto kind : {ErrorKind::timeout, ErrorKind::unavailable}) {
    for (const bool unknown : {true, false}) {
      http_.then(broken(kind, unknown));
      const auto receipt = dispatcher_.send(letter(), soon());
      ASSERT_FALSE(receipt);
      EXPECT_EQ(receipt.error().kind(), kind);
      EXPECT_EQ(receipt.error().outcome_unknown(), unknown);
    }
  }
}

TEST_F(Send, names_the_error_code_of_svarut) {
  http_.then(400, error_body("UGYLDIG_FIL", "Filen kan ikke leses"));
  const auto receipt = dispatcher_.send(letter(), soon());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().code(), "svarut.ugyldig_fil");
  EXPECT_EQ(receipt.error().public_text().find("Filen"), std::string::npos) << "a peer's words in a public text";
  EXPECT_NE(receipt.error().private_detail().find("e-1"), std::string::npos);
}

TEST_F(Send, survives_every_form_of_error_body) {
  for (const char* body :
       {"", "<html>", "null", "[]", "{}", R"({"errorJson":"tekst"})", R"({"errorJson":null,"errorCode":7})",
        R"({"errorCode":"Noe å <skrive>","message":null})", R"({"errorCode":""})"}) {
    http_.then(400, body);
    const auto receipt = dispatcher_.send(letter(), soon());
    ASSERT_FALSE(receipt) << body;
    EXPECT_EQ(receipt.error().code(), "svarut.avvist") << body;
  }
}

TEST_F(Send, tries_once_more_with_a_new_token_and_the_same_bytes_after_401) {
  http_.then(401).then(200, R"({"id":"x"})");
  EXPECT_TRUE(dispatcher_.send(letter(), soon()));
  ASSERT_EQ(http_.calls().size(), 2U);
  EXPECT_EQ(http_.calls()[0].body, http_.calls()[1].body);
  EXPECT_EQ(http_.calls()[1].request.headers.back().second, "Bearer token-2");
  http_.then(401).then(401);
  EXPECT_EQ(dispatcher_.send(letter(), soon()).error().kind(), ErrorKind::forbidden);
}

TEST_F(Send, adopts_the_letter_that_svarut_says_it_has_already) {
  for (const auto& body :
       {error_body("GJENTAGENDE_FORSENDELSE", ""),
        error_body("", "Forsendelse med samme mottaker, tittel, avsender og filer er forsøkt sendt tidligere"),
        std::string(R"({"errorcode":"GJENTAGENDE_FORSENDELSE"})")}) {
    http_.then(400, body).then(200, R"({"forsendelseIds":[")" + kId + R"("]})");
    const auto receipt = dispatcher_.send(letter(), soon());
    ASSERT_TRUE(receipt) << body;
    EXPECT_EQ(receipt->external_id, kId);
    EXPECT_TRUE(receipt->already_sent);
  }
}

TEST_F(Send, leaves_a_repeat_under_another_key_to_a_person) {
  http_.then(400, error_body("GJENTAGENDE_FORSENDELSE", "")).then(200, R"({"forsendelseIds":[]})");
  const auto receipt = dispatcher_.send(letter(), soon());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::rejected_by_dependency);
  EXPECT_EQ(receipt.error().code(), "svarut.gjentagende_forsendelse");
  EXPECT_NE(receipt.error().public_text().find("tittelen"), std::string::npos);
}

TEST_F(Send, says_unknown_outcome_when_the_repeat_cannot_be_looked_up) {
  http_.then(400, error_body("GJENTAGENDE_FORSENDELSE", "")).then(503);
  const auto receipt = dispatcher_.send(letter(), soon());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::unavailable);
  EXPECT_TRUE(receipt.error().outcome_unknown());
}

TEST_F(Send, sends_nothing_when_a_document_is_missing) {
  auto given = letter();
  given.dokumenter[1].sha256 = model::Sha256{};
  const auto receipt = dispatcher_.send(given, soon());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::not_found);
  EXPECT_TRUE(http_.calls().empty());
}

TEST_F(Send, reports_a_damaged_document_as_such) {
  auto given = letter();
  http_.then(broken(ErrorKind::corrupt, false));
  const auto receipt = dispatcher_.send(given, soon());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::corrupt);
  EXPECT_FALSE(receipt.error().outcome_unknown());
}

/// The outside fails at each call in turn; whatever the engine then does by the contract of the port ends with exactly
/// one letter.
TEST_F(Send, ends_with_one_letter_whichever_call_fails) {
  struct Svarut {
    int letters = 0;
    int calls = 0;
    int fails_at = 0;
    bool fails_after_acting = false;
  };
  for (int fails_at = 0; fails_at < 6; ++fails_at) {
    for (const bool after : {false, true}) {
      Svarut peer{0, 0, fails_at, after};
      support::ScriptedHttpClient http;
      Dispatcher dispatcher(settings(), http, tokens_, documents_, clock_);
      const auto serve = [&](const support::ScriptedHttpClient::Call& call) -> Result<ports::HttpResponse> {
        const bool fails = peer.calls++ == peer.fails_at;
        if (fails && !peer.fails_after_acting) return Failure(broken(ErrorKind::unavailable, false));
        ports::HttpResponse response{200, {}, R"({"forsendelseIds":[]})"};
        if (call.request.method == "POST") {
          ++peer.letters;
          response.body = R"({"id":")" + kId + R"("})";
        } else if (peer.letters > 0) {
          response.body = R"({"forsendelseIds":[")" + kId + R"("]})";
        }
        if (fails) return Failure(broken(ErrorKind::timeout, true));
        return response;
      };
      for (int i = 0; i < 12; ++i) http.then(serve);
      bool is_unknown = false;
      std::string id;
      for (int tries = 0; id.empty() && tries < 5; ++tries) {
        if (is_unknown) {
          const auto found = dispatcher.find(letter(), soon());
          if (!found) continue;
          is_unknown = false;
          if (*found) id = (*found)->external_id;
          continue;
        }
        const auto receipt = dispatcher.send(letter(), soon());
        if (receipt) id = receipt->external_id;
        if (!receipt) is_unknown = receipt.error().outcome_unknown();
      }
      EXPECT_EQ(id, kId);
      EXPECT_EQ(peer.letters, 1) << fails_at << after;
    }
  }
}

}  // namespace
}  // namespace fangst::svarut

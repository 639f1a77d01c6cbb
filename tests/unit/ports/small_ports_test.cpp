#include <fangst/ports/access_tokens.hpp>
#include <fangst/ports/archive.hpp>
#include <fangst/ports/remote_write.hpp>
#include <fangst/ports/setting.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::ports {
namespace {

/// Numbers its tokens, and remembers what was called invalid.
class NumberedTokens final : public AccessTokens {
 public:
  Result<std::string> token(const std::string& scope, model::Deadline deadline) override {
    deadlines.push_back(deadline);
    if (fails_from != 0 && ++count >= fails_from) {
      return Failure(Error(ErrorKind::forbidden, "test.nei", "test", PublicText{"Nei."}));
    }
    return scope + "-" + std::to_string(deadlines.size());
  }
  void invalidate(const std::string& scope, const std::string& refused) override {
    invalid += " " + scope + ":" + refused;
  }

  int fails_from = 0;
  int count = 0;
  std::string invalid;
  std::vector<model::Deadline> deadlines;
};

class SendWithToken : public testing::Test {
 protected:
  Result<HttpResponse> send() {
    return send_with_token(http, tokens, "scope", {"PUT", "https://a/b", {{"X-A", "b"}}, "body", nullptr}, deadline);
  }
  std::vector<std::string> authorizations() const {
    std::vector<std::string> all;
    for (const auto& call : http.calls()) {
      EXPECT_EQ(call.request.headers.size(), 2U) << "its own, and one token";
      EXPECT_EQ(call.request.headers.at(0).second, "b");
      EXPECT_EQ(call.body, "body");
      EXPECT_EQ(call.deadline, deadline);
      all.push_back(call.request.headers.at(1).first + "=" + call.request.headers.at(1).second);
    }
    return all;
  }

  const model::Deadline deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  support::ScriptedHttpClient http;
  NumberedTokens tokens;
};

TEST_F(SendWithToken, sends_once_whatever_the_answer_unless_the_token_was_refused) {
  for (const int status : {200, 302, 400, 403, 404, 407, 500, 503}) {
    http.then(status);
    EXPECT_EQ(send()->status, status);
  }
  EXPECT_EQ(tokens.invalid, "");
}

TEST_F(SendWithToken, sends_once_more_with_another_token_after_a_401_and_gives_up_after_the_second) {
  http.then(401).then(200);
  EXPECT_EQ(send()->status, 200);
  EXPECT_EQ(authorizations(),
            (std::vector<std::string>{"Authorization=Bearer scope-1", "Authorization=Bearer scope-2"}));
  EXPECT_EQ(tokens.invalid, " scope:scope-1");
  http.then(401).then(401);
  EXPECT_EQ(send()->status, 401);
  EXPECT_EQ(tokens.invalid, " scope:scope-1 scope:scope-3 scope:scope-4");
  EXPECT_TRUE(http.is_exhausted());
  for (const auto& given : tokens.deadlines) EXPECT_EQ(given, deadline);
}

TEST_F(SendWithToken, sends_nothing_without_a_token_and_nothing_again_after_an_error) {
  tokens.fails_from = 1;
  EXPECT_EQ(send().error().code(), "test.nei");
  EXPECT_TRUE(http.calls().empty());
  tokens.fails_from = 0;
  http.then(Error(ErrorKind::timeout, "test.sent", "test", PublicText{"Sent."}));
  EXPECT_EQ(send().error().code(), "test.sent");
  EXPECT_EQ(tokens.invalid, "");
}

TEST(RemoteWrite, is_allowed_once_and_only_as_it_was_announced) {
  RemoteWrite write("NySaksmappe");
  EXPECT_FALSE(write.has_begun());
  EXPECT_THROW(write.begin("NyJournalpost"), std::logic_error);
  EXPECT_THROW(write.begin(""), std::logic_error);
  EXPECT_FALSE(write.has_begun()) << "nothing was sent";
  write.begin("NySaksmappe");
  EXPECT_TRUE(write.has_begun());
  EXPECT_THROW(write.begin("NySaksmappe"), std::logic_error) << "a second";
  RemoteWrite none;
  EXPECT_THROW(none.begin("NySaksmappe"), std::logic_error);
  EXPECT_THROW(none.begin(""), std::logic_error);
  EXPECT_FALSE(none.has_begun());
}

TEST(TextSource, gives_its_text_piece_by_piece_and_from_the_first_byte_again) {
  TextSource source("abcdefg");
  EXPECT_EQ(source.size(), 7U);
  const auto read = [&](std::size_t size) {
    std::string piece(size, '\0');
    piece.resize(source.read(piece).value());
    return piece;
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(read(3), "abc");
    EXPECT_EQ(read(4), "defg");
    EXPECT_EQ(read(4), "");
    ASSERT_TRUE(source.rewind());
  }
  EXPECT_EQ(read(2), "ab");
  ASSERT_TRUE(source.rewind());
  EXPECT_EQ(read(100), "abcdefg");
}

TEST(HttpResponse, finds_the_first_header_of_a_name_in_any_case) {
  const HttpResponse response{200, {{"X-B", "1"}, {"Retry-After", "2"}, {"retry-after", "3"}}, ""};
  EXPECT_EQ(response.header("RETRY-AFTER"), "2");
  EXPECT_EQ(response.header("Retry"), "");
}

TEST(ArchiveNames, are_those_that_are_stored) {
  EXPECT_EQ(name_of(Capture{}), "capture");
  EXPECT_EQ(name_of(SetEkspedert{}), "set_ekspedert");
  EXPECT_EQ(kEmbeddedCore, "innebygd");
  ArchivedRecord record;
  record.saksaar = 2026;
  record.sakssekvensnummer = 17;
  record.journalaar = 2027;
  record.journalsekvensnummer = 18;
  EXPECT_EQ(record.saksnummer(), "2026/17");
}

TEST(Settings, of_every_kind_are_empty_in_their_own_way) {
  using Kind = SettingKind;
  EXPECT_EQ(no_value(Kind::flag), SettingValue(false));
  EXPECT_EQ(no_value(Kind::number), SettingValue(std::int64_t{0}));
  EXPECT_EQ(no_value(Kind::duration), SettingValue(std::chrono::milliseconds{0}));
  EXPECT_EQ(no_value(Kind::durations), SettingValue(std::vector<std::chrono::milliseconds>{}));
  for (const auto kind : {Kind::texts, Kind::choices, Kind::urls}) {
    EXPECT_EQ(no_value(kind), SettingValue(std::vector<std::string>{}));
  }
  for (const auto kind :
       {Kind::text, Kind::choice, Kind::digits, Kind::url, Kind::path, Kind::file, Kind::folder, Kind::secret_file}) {
    EXPECT_EQ(no_value(kind), SettingValue(std::string()));
  }
}

TEST(Settings, of_a_pattern_have_what_is_given_for_the_key_and_else_the_default) {
  const SettingValues values({{.name = "kkf.<fag>", .otherwise = "felles", .help = "."},
                              {.name = "enhet.<fag>", .otherwise = "sentralt", .keys = {"ppt"}, .help = "."},
                              {.name = "frist", .kind = SettingKind::duration, .help = "."},
                              {.name = "pauser", .kind = SettingKind::durations, .help = "."}},
                             {{"kkf.skole", "S"},
                              {"enhet.ppt", "P"},
                              {"frist", std::chrono::milliseconds{1500}},
                              {"pauser", std::vector<std::chrono::milliseconds>{std::chrono::seconds{1}}}});
  EXPECT_EQ(values.text("kkf.<fag>", "skole"), "S");
  EXPECT_EQ(values.text("kkf.<fag>", "ppt"), "felles");
  EXPECT_EQ(values.text("kkf.<fag>", ""), "felles");
  EXPECT_EQ(values.text("enhet.<fag>", "ppt"), "P");
  EXPECT_EQ(values.text("enhet.<fag>", "skole"), "sentralt") << "a key that came with a message";
  EXPECT_EQ(values.duration("frist"), std::chrono::milliseconds{1500});
  EXPECT_EQ(values.durations("pauser").size(), 1U);
  EXPECT_TRUE(values.is_given("kkf.skole"));
  EXPECT_FALSE(values.is_given("kkf.ppt"));
}

}  // namespace
}  // namespace fangst::ports

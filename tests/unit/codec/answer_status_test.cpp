#include <fangst/codec/answer_status.hpp>

#include <gtest/gtest.h>

#include <map>

namespace fangst::codec {
namespace {

using namespace std::chrono_literals;
using enum AnswerStatus;

const Words kWords{"peer.feil", "peer.send", "Prøv igjen."};

ports::HttpResponse answer(int status, ports::HttpHeaders headers = {}, std::string body = {}) {
  return {status, std::move(headers), std::move(body)};
}

TEST(AnswerStatus, has_one_meaning_for_every_number) {
  const std::map<int, AnswerStatus> own{{401, no_access}, {403, no_access}, {404, absent}, {408, away},
                                        {410, absent},    {413, too_large}, {425, busy},   {429, busy}};
  for (int status = 0; status < 1000; ++status) {
    const auto by_class = status < 200   ? unexpected
                          : status < 300 ? success
                          : status < 400 ? redirect
                          : status < 500 ? rejected
                                         : away;
    const auto found = own.find(status);
    EXPECT_EQ(answer_status(status), found == own.end() ? by_class : found->second) << status;
  }
}

struct Row {
  AnswerStatus status;
  ErrorKind kind;
  bool may_have_acted;
};
class AnswerStatusRow : public ::testing::TestWithParam<Row> {};

TEST_P(AnswerStatusRow, says_kind_and_outcome) {
  const auto& row = GetParam();
  EXPECT_EQ(kind_of(row.status), row.kind);
  EXPECT_EQ(may_have_acted(row.status), row.may_have_acted);
  const auto sent = answer_error(answer(500), row.status, kWords, {}, Effect::some);
  EXPECT_EQ(sent.kind(), row.kind);
  EXPECT_EQ(sent.outcome_unknown(), row.may_have_acted);
  EXPECT_FALSE(answer_error(answer(500), row.status, kWords, {}).outcome_unknown()) << "a question has no outcome";
}

INSTANTIATE_TEST_SUITE_P(
    Table, AnswerStatusRow,
    ::testing::Values(Row{success, ErrorKind::unavailable, true},
                      Row{redirect, ErrorKind::rejected_by_dependency, false},
                      Row{rejected, ErrorKind::rejected_by_dependency, false},
                      Row{no_access, ErrorKind::forbidden, false}, Row{absent, ErrorKind::not_found, false},
                      Row{too_large, ErrorKind::too_large, false}, Row{busy, ErrorKind::unavailable, false},
                      Row{away, ErrorKind::unavailable, true}, Row{unexpected, ErrorKind::unavailable, true}));

TEST(AnswerError, carries_the_adapters_words_and_what_the_peer_said) {
  const auto response = answer(503, {{"Retry-After", "30"}}, "mottaker 14833821238");
  const auto error = answer_error(response, away, kWords, quoted_detail(response));
  EXPECT_EQ(error.code(), "peer.feil");
  EXPECT_EQ(error.where(), "peer.send");
  EXPECT_EQ(error.public_text(), "Prøv igjen.");
  EXPECT_EQ(error.private_detail(), "HTTP 503: mottaker ***********");
  EXPECT_EQ(error.retry_after(), 30s);
  EXPECT_EQ(status_detail(response).text, "HTTP 503");
}

TEST(NoAnswer, is_late_or_away_and_keeps_the_doubt_of_a_call_with_effect) {
  const auto cause = [](ErrorKind kind) {
    return Error(kind, "http.brudd", "http", PublicText{"x"}, PrivateDetail{"reset"}).with_unknown_outcome();
  };
  const auto late = no_answer(cause(ErrorKind::timeout), kWords, Effect::some);
  EXPECT_EQ(late.kind(), ErrorKind::timeout);
  EXPECT_EQ(late.code(), "peer.feil");
  EXPECT_EQ(late.private_detail(), "http.brudd: reset");
  EXPECT_TRUE(late.outcome_unknown());
  EXPECT_FALSE(no_answer(cause(ErrorKind::timeout), kWords).outcome_unknown());
  EXPECT_FALSE(
      no_answer(cause(ErrorKind::timeout).with_unknown_outcome(false), kWords, Effect::some).outcome_unknown());
  for (const auto kind : {ErrorKind::unavailable, ErrorKind::internal, ErrorKind::too_large})
    EXPECT_EQ(no_answer(cause(kind), kWords).kind(), ErrorKind::unavailable);
}

TEST(PassedOn, is_the_cause_as_it_is_and_keeps_the_doubt_of_a_call_with_effect) {
  const auto cause = Error(ErrorKind::invalid_input, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"});
  for (const bool in_doubt : {false, true}) {
    const auto given = Error(cause).with_unknown_outcome(in_doubt);
    EXPECT_EQ(passed_on(given, Effect::some).outcome_unknown(), in_doubt);
    EXPECT_FALSE(passed_on(given).outcome_unknown());
  }
  const auto passed = passed_on(cause);
  EXPECT_EQ(passed.kind(), ErrorKind::invalid_input);
  EXPECT_EQ(passed.code() + passed.where() + passed.private_detail(), "http.xhttpdetalj");
}

TEST(RetryAfter, is_seconds_or_a_date_after_the_answers_own) {
  const auto of = [](const char* value, const char* date = nullptr) {
    ports::HttpHeaders headers{{"retry-after", value}};
    if (date != nullptr) headers.emplace_back("Date", date);
    return retry_after(answer(503, std::move(headers)));
  };
  EXPECT_EQ(of("0"), 0s);
  EXPECT_EQ(of(" 120 "), 120s);
  EXPECT_EQ(of("86400"), 24h);
  EXPECT_EQ(of("86401"), 24h) << "no peer shuts us out for longer than a day";
  for (const auto* endless :
       {"9223372036854776", "9223372036854775807", "9223372036854775808", "99999999999999999999999999"}) {
    EXPECT_EQ(of(endless), 24h) << endless;
  }
  constexpr const char* kNow = "Sat, 21 Nov 2026 11:00:00 GMT";
  EXPECT_EQ(of("Sat, 21 Nov 2026 11:02:00 GMT", kNow), 120s);
  EXPECT_EQ(of("Saturday, 21-Nov-26 11:02:00 GMT", kNow), 120s);
  EXPECT_EQ(of("Sat Nov 21 11:02:00 2026", kNow), 120s);
  EXPECT_EQ(of("Sat, 21 Nov 2026 10:00:00 GMT", kNow), 0s) << "past already";
  EXPECT_EQ(of("Mon, 23 Nov 2026 11:00:00 GMT", kNow), 24h);
  EXPECT_EQ(of("Sat, 21 Nov 2026 11:02:00 GMT"), std::nullopt) << "no Date to count from";
  for (const auto* value : {"", "-1", "1.5", "1e3", "+5", "5 s", "snart", "0x10", "1,2"})
    EXPECT_EQ(of(value, kNow), std::nullopt) << value;
  EXPECT_EQ(retry_after(answer(503)), std::nullopt);
}

}  // namespace
}  // namespace fangst::codec

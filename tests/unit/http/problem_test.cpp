#include <fangst/http/problem.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace fangst::http {
namespace {

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kTraceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Problem, says_what_a_caller_may_know) {
  Error error(ErrorKind::invalid_input, "innsending.ugyldig", "api.submit", {"Innsendingen har feil."}, {"secret"});
  error.with_fields({{"/sak/tittel", "Tittel mangler."}, {"/type", "Ukjent type."}});
  const auto response = problem(error, kTrace);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_EQ(response.body.find("api.submit"), std::string::npos);
  const auto json = nlohmann::json::parse(response.body);
  EXPECT_EQ(json.at("type"), "urn:fangst:problem:innsending.ugyldig");
  EXPECT_EQ(json.at("status"), response.status);
  EXPECT_EQ(json.at("detail"), "Innsendingen har feil.");
  EXPECT_EQ(json.at("errors").size(), 2U);
  EXPECT_EQ(json.at("errors")[0].at("pointer"), "/sak/tittel");
  EXPECT_EQ(json.at("errors")[0].at("detail"), "Tittel mangler.");
  EXPECT_EQ(json.at("traceId"), kTrace);
  EXPECT_EQ(json.at("retryable"), false);
  EXPECT_FALSE(json.at("title").get<std::string>().empty());
}

TEST(Problem, tells_what_may_be_tried_again) {
  const auto retryable = [](ErrorKind kind) {
    return nlohmann::json::parse(problem(Error(kind, "a.b", "c", {"d"}), {}).body).at("retryable").get<bool>();
  };
  EXPECT_TRUE(retryable(ErrorKind::unavailable));
  EXPECT_TRUE(retryable(ErrorKind::timeout));
  EXPECT_FALSE(retryable(ErrorKind::conflict));
  EXPECT_FALSE(retryable(ErrorKind::unauthorised));
}

TEST(Problem, is_well_formed_whatever_bytes_the_text_has) {
  const auto response = problem(Error(ErrorKind::conflict, "a.b", "c", {"\"\n\xff\xe2\x80"}), "x\"y");
  EXPECT_EQ(nlohmann::json::parse(response.body).at("traceId"), "x\"y");
}

TEST(Traceparent, yields_its_trace_id) {
  EXPECT_EQ(trace_id_of(kTraceparent), kTrace);
  EXPECT_EQ(trace_id_of("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"), kTrace);
}

TEST(Traceparent, is_kept_when_well_formed) { EXPECT_EQ(adopt_traceparent(kTraceparent), kTraceparent); }

class BadTraceparent : public ::testing::TestWithParam<std::string> {};

TEST_P(BadTraceparent, is_replaced_by_a_new_one) {
  EXPECT_TRUE(trace_id_of(GetParam()).empty());
  const auto first = adopt_traceparent(GetParam());
  EXPECT_EQ(trace_id_of(first).size(), 32U);
  EXPECT_NE(first, adopt_traceparent(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Traceparent, BadTraceparent,
                         ::testing::Values("", "x", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                                           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                                           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"));

}  // namespace
}  // namespace fangst::http

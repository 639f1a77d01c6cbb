#include <fangst/http/problem.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace fangst::http {
namespace {

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

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

}  // namespace
}  // namespace fangst::http

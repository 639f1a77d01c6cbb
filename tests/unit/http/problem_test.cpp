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

TEST(Problem, is_well_formed_whatever_bytes_the_text_has) {
  const auto response = problem(Error(ErrorKind::conflict, "a.b", "c", {"\"\n\xff\xe2\x80"}), "x\"y");
  EXPECT_EQ(nlohmann::json::parse(response.body).at("traceId"), "x\"y");
}

TEST(Problem, of_each_kind_has_its_status_and_says_what_may_be_tried_again) {
  const std::vector<std::tuple<ErrorKind, int, bool>> kinds{{ErrorKind::invalid_input, 400, false},
                                                            {ErrorKind::unauthorised, 401, false},
                                                            {ErrorKind::forbidden, 403, false},
                                                            {ErrorKind::not_found, 404, false},
                                                            {ErrorKind::conflict, 409, false},
                                                            {ErrorKind::too_large, 413, false},
                                                            {ErrorKind::timeout, 504, true},
                                                            {ErrorKind::unavailable, 503, true},
                                                            {ErrorKind::rejected_by_dependency, 502, false},
                                                            {ErrorKind::corrupt, 500, false},
                                                            {ErrorKind::internal, 500, true}};
  for (const auto& [kind, status, is_retryable] : kinds) {
    const auto response = problem(Error(kind, "a.b", "c", {"d"}), {});
    EXPECT_EQ(response.status, status) << to_string(kind);
    EXPECT_EQ(nlohmann::json::parse(response.body).at("retryable"), is_retryable) << to_string(kind);
    Headers headers;
    if (status == 401) headers = {{"WWW-Authenticate", "Bearer"}};
    if (status == 503) headers = {{"Retry-After", "5"}};
    EXPECT_EQ(response.headers, headers) << to_string(kind);
  }
}

TEST(Problem, tells_every_field_and_keeps_the_rest_for_the_log) {
  Error error(ErrorKind::conflict, "a.b", "the place", {"Nei."}, {"the reason"});
  const auto without = nlohmann::json::parse(problem(error, {}).body);
  EXPECT_FALSE(without.contains("errors"));
  EXPECT_FALSE(without.contains("traceId"));
  error.with_fields({{"/a", "A."}, {"/b/0", "B."}});
  const auto response = problem(error, "trace");
  EXPECT_EQ(nlohmann::json::parse(response.body).at("errors"),
            nlohmann::json::parse(R"([{"pointer":"/a","detail":"A."},{"pointer":"/b/0","detail":"B."}])"));
  ASSERT_TRUE(response.cause);
  EXPECT_EQ(response.cause->kind, ErrorKind::conflict);
  EXPECT_EQ(response.cause->code, "a.b");
  EXPECT_EQ(response.cause->where, "the place");
  EXPECT_EQ(response.cause->detail, "the reason");
}

}  // namespace
}  // namespace fangst::http

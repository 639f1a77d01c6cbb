#include "problem_document.hpp"
#include "response_head.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace fangst::http {
namespace {

struct Own {
  OwnProblem what;
  int status;
  ErrorKind kind;
  std::string code;
  bool is_retryable;
};

TEST(OwnProblems, have_each_their_status_code_and_kind) {
  for (const auto& own :
       {Own{OwnProblem::bad_request, 400, ErrorKind::invalid_input, "http.ugyldig_forespoersel", false},
        Own{OwnProblem::not_found, 404, ErrorKind::not_found, "http.ukjent_adresse", false},
        Own{OwnProblem::method_not_allowed, 405, ErrorKind::invalid_input, "http.metode_ikke_tillatt", false},
        Own{OwnProblem::request_timeout, 408, ErrorKind::timeout, "http.tidsavbrudd", true},
        Own{OwnProblem::content_too_large, 413, ErrorKind::too_large, "http.for_stort_innhold", false},
        Own{OwnProblem::target_too_long, 414, ErrorKind::invalid_input, "http.for_lang_adresse", false},
        Own{OwnProblem::expectation_failed, 417, ErrorKind::invalid_input, "http.ukjent_forventning", false},
        Own{OwnProblem::headers_too_large, 431, ErrorKind::invalid_input, "http.for_store_hoder", false},
        Own{OwnProblem::internal, 500, ErrorKind::internal, "http.intern_feil", true},
        Own{OwnProblem::not_implemented, 501, ErrorKind::invalid_input, "http.ukjent_overfoering", false},
        Own{OwnProblem::overloaded, 503, ErrorKind::unavailable, "http.for_mange_forbindelser", true},
        Own{OwnProblem::version_not_supported, 505, ErrorKind::invalid_input, "http.ukjent_versjon", false}}) {
    const auto response = own_problem(own.what, "trace", "why");
    const auto json = nlohmann::json::parse(response.body);
    EXPECT_EQ(response.status, own.status);
    EXPECT_EQ(json.at("status"), own.status);
    EXPECT_EQ(json.at("type"), "urn:fangst:problem:" + own.code);
    EXPECT_EQ(json.at("retryable"), own.is_retryable) << own.code;
    EXPECT_EQ(json.at("traceId"), "trace");
    EXPECT_EQ(response.body.find("why"), std::string::npos);
    ASSERT_TRUE(response.cause);
    EXPECT_EQ(response.cause->kind, own.kind) << own.code;
    EXPECT_EQ(response.cause->code, own.code);
    EXPECT_EQ(response.cause->where, "http");
    EXPECT_EQ(response.cause->detail, "why");
  }
}

std::string head_of(const Response& response, HeadOptions options = {}) {
  std::string out;
  append_head(out, response, options);
  return out;
}

const std::string kDate = "Wed, 29 Jun 2011 14:58:11 GMT";

TEST(ResponseHead, has_what_the_server_decides_and_what_the_handler_adds) {
  const Response response{200, "text/plain", {{"Date", kDate}, {"X-A", "b"}, {"ETag", "\"c\""}}, "body"};
  EXPECT_EQ(head_of(response), "HTTP/1.1 200 OK\r\nDate: " + kDate +
                                   "\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nX-A: b\r\nETag: \"c\"\r\n"
                                   "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n");
}

TEST(ResponseHead, passes_over_what_a_handler_says_of_framing_and_of_no_name) {
  Response response{404, "text/plain", {{"Date", kDate}}, "body"};
  const auto plain = head_of(response);
  EXPECT_TRUE(plain.starts_with("HTTP/1.1 404 Not Found\r\n"));
  for (const auto* name : {"Connection", "content-length", "Transfer-Encoding", "SERVER", "Content-Type", "", "a b",
                           "a:b", "a\r\nb", "\xc3\xa6"}) {
    response.headers = {{"Date", kDate}, {name, "1"}};
    EXPECT_EQ(head_of(response), plain) << name;
  }
  response.headers = {{"Date", kDate},
                      {"x-_!~1",
                       "a\r\nSet-Cookie: b\x7f"
                       "c"}};
  EXPECT_NE(head_of(response).find("\r\nx-_!~1: a  Set-Cookie: b c\r\n"), std::string::npos);
}

TEST(ResponseHead, lets_a_handler_decide_what_may_be_kept) {
  const Response response{200, "text/plain", {{"cache-control", "max-age=60"}}, "body"};
  const auto head = head_of(response);
  EXPECT_NE(head.find("\r\ncache-control: max-age=60\r\n"), std::string::npos);
  EXPECT_EQ(head.find("no-store"), std::string::npos);
}

TEST(ResponseHead, says_how_the_connection_goes_on_only_where_that_is_not_clear) {
  const Response response{200, "text/plain", {}, "body"};
  EXPECT_EQ(head_of(response).find("Connection"), std::string::npos);
  EXPECT_NE(head_of(response, {.close = true}).find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_NE(head_of(response, {.http_1_0 = true}).find("\r\nConnection: keep-alive\r\n"), std::string::npos);
  const auto old_and_over = head_of(response, {.close = true, .http_1_0 = true});
  EXPECT_NE(old_and_over.find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_EQ(old_and_over.find("keep-alive"), std::string::npos);
}

TEST(ResponseHead, has_a_length_for_every_status_that_may_have_a_body_and_a_type_when_there_is_one) {
  for (const int status : {200, 201, 202, 203, 205, 206, 301, 303, 305, 400, 500, 599}) {
    EXPECT_TRUE(may_have_body(status)) << status;
    const auto head = head_of({status, "text/plain", {}, ""});
    EXPECT_NE(head.find("\r\nContent-Length: 0\r\n"), std::string::npos) << status;
    EXPECT_EQ(head.find("\r\nContent-Type:"), std::string::npos) << status;
  }
  for (const int status : {100, 199, 204, 304}) {
    EXPECT_FALSE(may_have_body(status)) << status;
    const auto head = head_of({status, "text/plain", {}, "body"});
    EXPECT_EQ(head.find("Content-Length"), std::string::npos) << status;
    EXPECT_EQ(head.find("\r\nContent-Type:"), std::string::npos) << status;
  }
}

}  // namespace
}  // namespace fangst::http

#include <fangst/http/request.hpp>

#include <gtest/gtest.h>

namespace fangst::http {
namespace {

TEST(Target, splits_and_decodes_path_and_query) {
  RequestHead head;
  ASSERT_TRUE(parse_target("/v1/s%C3%B8k/a+b?tittel=bl%C3%A5+b%C3%A6r&tom=&bare&dobbel=1&dobbel=2&&a=b=c", head));
  EXPECT_EQ(head.path, "/v1/søk/a+b");
  EXPECT_EQ(head.query.at("tittel"), "blå bær");
  EXPECT_EQ(head.query.at("tom"), "");
  EXPECT_EQ(head.query.at("bare"), "");
  EXPECT_EQ(head.query.at("dobbel"), "2");
  EXPECT_EQ(head.query.at("a"), "b=c");
  EXPECT_EQ(head.query.size(), 5U);
}

TEST(Target, takes_the_absolute_form_of_a_proxy) {
  RequestHead head;
  ASSERT_TRUE(parse_target("http://fangst.example:8443/livez?x=1", head));
  EXPECT_EQ(head.path, "/livez");
  EXPECT_EQ(head.query.at("x"), "1");
  ASSERT_TRUE(parse_target("http://fangst.example", head));
  EXPECT_EQ(head.path, "/");
}

TEST(Target, takes_a_query_that_holds_an_address) {
  RequestHead head;
  ASSERT_TRUE(parse_target("/a?url=https://b/c", head));
  EXPECT_EQ(head.path, "/a");
  EXPECT_EQ(head.query.at("url"), "https://b/c");
}

TEST(Target, allows_dots_that_are_no_dot_segments) {
  RequestHead head;
  EXPECT_TRUE(parse_target("/a/..b/c.../.well-known/...", head));
}

class HostileTarget : public ::testing::TestWithParam<std::string> {};

TEST_P(HostileTarget, is_refused_as_invalid_input) {
  RequestHead head;
  const auto parsed = parse_target(GetParam(), head);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind(), ErrorKind::invalid_input);
  EXPECT_EQ(parsed.error().public_text().find(GetParam()), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Target, HostileTarget,
                         ::testing::Values("relative", "/a%", "/a%1", "/a%zz", "/a%00b", "/a?b=%", "/a?b=%0",
                                           "/a?b=%00", "/a?%00=b", "/a?b=%gg", "/../etc/passwd", "/a/..", "/a/./b",
                                           "/%2e%2e/etc", "/a/%2E%2e/b", "/.%2e", "/a%2fb", "/a%2F..%2Fb",
                                           "/a%0d%0aSet-Cookie:x", "/a%7f", "/a%1b[2J", "/a#b", "/a%ff", "/a%c0%af",
                                           "/a%ed%a0%80", "/a%f5%80%80%80", "/a?b=%c3", "/a?b=%e2%28%a1", "http:x"));

TEST(RequestHead, finds_a_header_in_any_case) {
  RequestHead head;
  head.headers = {{"Content-Type", "a"}, {"content-type", "b"}};
  EXPECT_EQ(head.header("CONTENT-TYPE"), "a");
  EXPECT_EQ(head.header("content-typ"), "");
}

}  // namespace
}  // namespace fangst::http

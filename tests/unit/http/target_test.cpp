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

TEST(Target, is_kept_as_it_came_and_leaves_nothing_of_the_one_before) {
  RequestHead head;
  ASSERT_TRUE(parse_target("/a%20b?c=d%20e", head));
  EXPECT_EQ(head.target, "/a%20b?c=d%20e");
  EXPECT_EQ(head.path, "/a b");
  ASSERT_TRUE(parse_target("/f", head));
  EXPECT_EQ(head.target, "/f");
  EXPECT_TRUE(head.query.empty());
  ASSERT_TRUE(parse_target("*", head));
  EXPECT_EQ(head.path, "*");
}

TEST(Target, is_refused_for_each_escape_that_could_be_read_in_two_ways) {
  RequestHead head;
  for (const auto* target : {"/a%2F", "/a%2f", "/%2Fb", "/a%2Fb", "/a%2fb/c", "/a/.", "/.", "/..", "/a/../b",
                             "/a?%ff=b", "/a?b=%ff", "/a?b=c&%c3=d", "/a%09", "/a%0a", "/a?b=1&c=%0", "/a%c3/b"}) {
    const auto parsed = parse_target(target, head);
    ASSERT_FALSE(parsed) << target;
    EXPECT_EQ(parsed.error().code(), "http.ugyldig_adresse") << target;
  }
  for (const auto* target : {"/a?b=%2F", "/a?b=..", "/a?b=/../c", "/a?b=%0A", "/a/%C3%B8", "/a%2B", "/a/%2d"}) {
    EXPECT_TRUE(parse_target(target, head)) << target;
  }
}

}  // namespace
}  // namespace fangst::http

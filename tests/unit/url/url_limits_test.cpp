#include <fangst/codec/url.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

TEST(UrlLimits, are_of_the_whole_and_of_the_host) {
  const auto of_length = [](std::size_t length) { return "https://h/" + std::string(length - 10, 'x'); };
  EXPECT_TRUE(Url::parse(of_length(2000)));
  EXPECT_FALSE(Url::parse(of_length(2001)));
  EXPECT_TRUE(Url::parse("https://" + std::string(253, 'h')));
  EXPECT_FALSE(Url::parse("https://" + std::string(254, 'h')));
  for (const auto* port : {"1", "443", "65535"})
    EXPECT_EQ(std::to_string(Url::parse(std::string("http://h:") + port)->port), port);
  for (const auto* port : {"0", "65536", "-1", "+1", " 1", "1 ", "8o", "1x", ""})
    for (const auto* rest : {"", "/", "?q"})
      EXPECT_FALSE(Url::parse(std::string("http://h:") + port + rest)) << port << rest;
}

TEST(UrlPort, is_that_of_the_scheme_when_none_is_said_and_is_then_not_written) {
  EXPECT_EQ(Url::parse("http://h")->port, 80);
  EXPECT_EQ(Url::parse("https://h")->port, 443);
  EXPECT_EQ(Url::parse("http://[::1]")->port, 80);
  struct Row {
    const char *text, *origin;
  };
  for (const auto& [text, origin] :
       {Row{"http://h:80/a", "http://h"}, Row{"https://h:443/a", "https://h"}, Row{"http://h:443/a", "http://h:443"},
        Row{"https://h:80/a", "https://h:80"}, Row{"https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443"}}) {
    EXPECT_EQ(Url::parse(text)->origin(), origin);
  }
}

TEST(UrlParts, end_where_the_next_begins) {
  struct Row {
    const char *text, *host, *path, *query;
  };
  for (const auto& [text, host, path, query] :
       {Row{"https://h", "h", "/", ""}, Row{"https://h/", "h", "/", ""}, Row{"https://h?", "h", "/", ""},
        Row{"https://h?q=/a?b", "h", "/", "q=/a?b"}, Row{"https://h/a?q", "h", "/a", "q"},
        Row{"https://h/a//b/", "h", "/a//b/", ""}, Row{"https://h/a/...", "h", "/a/...", ""},
        Row{"https://h/.a/b.", "h", "/.a/b.", ""}, Row{"https://1.2.3.4/x", "1.2.3.4", "/x", ""},
        Row{"https://a-b.c/x", "a-b.c", "/x", ""}, Row{"https://[::ffff:1.2.3.4]/x", "[::ffff:1.2.3.4]", "/x", ""}}) {
    const auto url = Url::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->host, host);
    EXPECT_EQ(url->path, path);
    EXPECT_EQ(url->query, query);
  }
}

TEST(UrlPath, hides_nothing_in_an_escape) {
  for (const auto* code : {"20", "21", "2D", "2d", "3F", "41", "7E", "7e", "C3%B8", "ff"})
    EXPECT_TRUE(Url::parse(std::string("https://h/a%") + code)) << code;
  for (const auto* code : {"00", "0A", "0d", "1F", "1f", "25", "2E", "2e", "2F",  "2f",  "5C",
                           "5c", "7F", "7f", "4",  "",   "g0", "0g", "zz", "%41", "252e"}) {
    EXPECT_FALSE(Url::parse(std::string("https://h/a%") + code)) << code;
    EXPECT_FALSE(Url::parse(std::string("https://h/a%20%") + code)) << code << " after a plain one";
  }
  EXPECT_TRUE(Url::parse("https://h/a?b=%2e%2F%00%")) << "what a query means is for the one who is asked";
}

TEST(UrlText, is_printable_ascii) {
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(static_cast<unsigned char>(value));
    const bool is_good = value > 0x20 && value < 0x7F && c != '"' && c != '\\' && c != '#' && c != '%';
    EXPECT_EQ(Url::parse(std::string("https://h/a") + c + "b").has_value(), is_good) << value;
  }
}

}  // namespace
}  // namespace fangst::codec

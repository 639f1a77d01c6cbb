#include <fangst/codec/url.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

TEST(Url, reads_the_parts_and_writes_them_back) {
  const auto url = Url::parse("HTTPS://Filer.Kommune.NO:8443/sak/1/vedtak%20a.pdf?token=A&x=/../");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "filer.kommune.no");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/sak/1/vedtak%20a.pdf");
  EXPECT_EQ(url->query, "token=A&x=/../");
  EXPECT_EQ(url->str(), "https://filer.kommune.no:8443/sak/1/vedtak%20a.pdf?token=A&x=/../");
  EXPECT_EQ(Url::parse("http://a")->str(), "http://a/");
  EXPECT_EQ(Url::parse("https://a:443?b")->str(), "https://a/?b");
}

TEST(Url, refuses_what_two_readers_could_understand_differently) {
  for (const auto* text : {"",
                           "a",
                           "/a",
                           "ftp://a/",
                           "file:///etc/passwd",
                           "https://",
                           "https:///a",
                           "https:/a/b",
                           "https://a@b/",
                           "https://u:p@b/",
                           "https://a:b@c:1/",
                           "https://a b/",
                           "https://a\\b/",
                           "https://a/../b",
                           "https://a/b/..",
                           "https://a/./b",
                           "https://a/%2e%2E/b",
                           "https://.a/",
                           "https://a%2eb/",
                           "https://bl\xC3\xA5.no/",
                           "https://[::1/",
                           "https://[::1]x/",
                           "https://[]/"}) {
    EXPECT_FALSE(Url::parse(text)) << text;
  }
}

TEST(Url, knows_loopback_by_address_and_not_by_likeness) {
  for (const auto* text :
       {"http://localhost/", "http://127.0.0.1:80/", "http://127.9.8.7/", "http://[::1]:8080/", "http://LOCALHOST/"}) {
    EXPECT_TRUE(Url::parse(text)->is_loopback()) << text;
    EXPECT_TRUE(Url::parse(text)->is_confidential()) << text;
  }
  for (const auto* text :
       {"http://localhost.evil.no/", "http://127.evil.0.1/", "http://127.1/", "http://[::2]/", "http://10.0.0.1/",
        "http://127.0.0.1.evil.no/", "http://127.0.0.0.1/", "http://128.0.0.1/", "http://12.7.0.1/"}) {
    EXPECT_FALSE(Url::parse(text)->is_loopback()) << text;
    EXPECT_FALSE(Url::parse(text)->is_confidential()) << text;
  }
  EXPECT_TRUE(Url::parse("https://evil.no/")->is_confidential());
}

TEST(Url, covers_only_whole_segments_below_the_same_origin) {
  const auto covers = [](const char* base, const char* other) { return Url::parse(base)->covers(*Url::parse(other)); };
  EXPECT_TRUE(covers("https://a/filer", "https://a/filer"));
  EXPECT_TRUE(covers("https://a/filer", "https://a:443/filer/1.pdf"));
  EXPECT_TRUE(covers("https://a/filer/", "https://a/filer/1.pdf?x=1"));
  EXPECT_TRUE(covers("https://a", "https://a/alt"));
  EXPECT_FALSE(covers("https://a/filer", "https://a/filerne/1.pdf"));
  EXPECT_FALSE(covers("https://a/filer/", "https://a/filer"));
  EXPECT_FALSE(covers("https://a/filer", "https://b/filer/1.pdf"));
  EXPECT_FALSE(covers("https://a/filer", "https://a:8443/filer/1.pdf"));
  EXPECT_FALSE(covers("https://a/filer", "http://a/filer/1.pdf"));
  EXPECT_FALSE(covers("https://a/filer", "https://a/FILER/1.pdf"));
  EXPECT_TRUE(covers("https://a/filer?x=1", "https://a/filer?y=2"));
  EXPECT_TRUE(covers("https://a/filer", "https://a/filer/"));
  EXPECT_TRUE(covers("https://a/", "https://a"));
  EXPECT_FALSE(covers("https://a/filer/b", "https://a/filer"));
  EXPECT_FALSE(covers("https://a/filer", "https://a/b/filer"));
  EXPECT_FALSE(covers("https://a/filer", "https://a.evil/filer"));
}

}  // namespace
}  // namespace fangst::codec

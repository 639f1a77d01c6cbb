#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

namespace fangst::crypto {
namespace {

using testing::MatchesRegex;

constexpr auto kDnsNamespace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

TEST(RandomBytes, gives_as_many_as_asked_and_never_the_same) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(33).size(), 33U);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

TEST(UuidV4, has_the_version_and_the_variant_of_rfc_9562) {
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    const auto uuid = uuid_v4();
    EXPECT_THAT(uuid, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

TEST(UuidV7, begins_with_the_milliseconds_since_the_epoch) {
  // RFC 9562 appendix A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00.
  EXPECT_THAT(uuid_v7(model::from_millis(1645557742000)),
              MatchesRegex("017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(UuidV7, sorts_by_time) {
  std::string last;
  for (std::int64_t millis = 1'790'000'000'000; millis < 1'790'000'000'300; ++millis) {
    const auto next = uuid_v7(model::from_millis(millis));
    EXPECT_LT(last, next);
    last = next;
  }
}

TEST(UuidV7, differs_within_one_millisecond) {
  EXPECT_NE(uuid_v7(model::from_millis(1)), uuid_v7(model::from_millis(1)));
}

TEST(UuidV5, gives_the_value_of_rfc_9562) {
  EXPECT_EQ(uuid_v5(kDnsNamespace, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(uuid_v5(kDnsNamespace, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(UuidV5, reads_the_namespace_in_either_case) {
  EXPECT_EQ(uuid_v5("6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "x"), uuid_v5(kDnsNamespace, "x"));
}

TEST(UuidV5, gives_other_names_and_namespaces_other_values) {
  EXPECT_NE(uuid_v5(kDnsNamespace, "a"), uuid_v5(kDnsNamespace, "b"));
  EXPECT_NE(uuid_v5(kDnsNamespace, "a"), uuid_v5("6ba7b811-9dad-11d1-80b4-00c04fd430c8", "a"));
}

TEST(UuidV5, throws_when_the_namespace_is_no_uuid) {
  for (const auto* text : {"", "6ba7b810", "6ba7b8109dad11d180b400c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
                           "6ba7b810-9dad-11d1-80b4-00c04fd430c8-", "6ba7b81-09dad-11d1-80b4-00c04fd430c8",
                           "6ba7b810x9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4a00c04fd430c8"}) {
    EXPECT_THROW(uuid_v5(text, "x"), std::invalid_argument) << text;
  }
}

TEST(NewApiKey, has_the_prefix_that_scanners_know_and_256_random_bits) {
  const auto key = new_api_key();
  ASSERT_THAT(key, testing::StartsWith("fangst_"));
  const auto secret = base64url_decode(std::string_view{key}.substr(7));
  ASSERT_TRUE(secret.has_value());
  EXPECT_EQ(secret->size(), 32U);
  EXPECT_NE(key, new_api_key());
}

}  // namespace
}  // namespace fangst::crypto

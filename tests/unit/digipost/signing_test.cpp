#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/digipost/signing.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

constexpr std::string_view kBody =
    R"(<identification xmlns="http://api.digipost.no/schema/v8"><personal-identification-number>06068700602</personal-identification-number></identification>)";
const std::string kHash = "CM4gm7SFMX/vsiaB6div7BkDgo3NoUAK0u5YZzb96gE=";

TEST(Signing, hashes_the_body_as_the_reference_does) {
  EXPECT_EQ(kBody.size(), 150U);
  const auto digest = crypto::sha256(kBody);
  EXPECT_EQ(crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()}), kHash);
}

TEST(Signing, signs_a_post_over_the_reference_string) {
  const auto text = canonical_request("POST", "/identification",
                                      {{"X-Digipost-UserId", "1001"},
                                       {"Date", "Sat, 21 Nov 2026 11:00:00 GMT"},
                                       {"Accept", "application/vnd.digipost-v8+xml"},
                                       {"X-Content-SHA256", kHash}},
                                      "");
  EXPECT_EQ(text.size(), 145U);
  EXPECT_EQ(crypto::sha256(text).hex(), "f68e27dbd659fd906e5f7fcf72ce905d59d3734e73e6987fa5eb102231b1f2e4");
}

TEST(Signing, folds_the_query_in_the_string_it_signs) {
  const auto text = canonical_request("GET", "/documents/events",
                                      {{"Date", "Sat, 21 Nov 2026 11:00:00 GMT"}, {"X-Digipost-UserId", "1001"}},
                                      "from=2026-11-20T00%3A00%3A00.000%2B01%3A00&offset=0&maxResults=100");
  EXPECT_EQ(text.size(), 149U);
  EXPECT_EQ(crypto::sha256(text).hex(), "c78e7911f9c6a8ad2461b02ccd281fe814a07d7d4e5b3e3c481d0085dfb51f7c");
}

TEST(Signing, signs_an_answer_without_a_line_for_the_query) {
  const auto text = canonical_response(
      200, "/identification",
      {{"Content-Type", "x"}, {"Date", "Sat, 21 Nov 2026 11:00:01 GMT"}, {"X-Content-SHA256", kHash}});
  EXPECT_EQ(text.size(), 119U);
  EXPECT_EQ(crypto::sha256(text).hex(), "4fc85d23311134fbff263f9a0ad348d57a4d8a37d6a6059a93cb821487763c22");
}

TEST(Signing, folds_the_path_and_sorts_headers_whatever_their_case_and_order) {
  EXPECT_EQ(canonical_request("GET", "/Digipost/Documents/ABC",
                              {{"x-digipost-userid", "7"}, {"DATE", "D"}, {"content-MD5", "M"}}, ""),
            "GET\n/digipost/documents/abc\ncontent-md5: M\ndate: D\nx-digipost-userid: 7\n\n");
}

}  // namespace
}  // namespace fangst::digipost

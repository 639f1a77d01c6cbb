#include "openssl.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>

#include <openssl/rand.h>

#include <array>
#include <limits>

namespace fangst::crypto {
namespace {

constexpr std::size_t kUuidSize = 16;
constexpr std::array<std::size_t, 4> kHyphensBefore{10, 8, 6, 4};  // from the back, so that the places stay

std::string uuid_text(std::string bytes, unsigned version) {
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | version << 4U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  auto text = hex(bytes);
  for (const auto byte : kHyphensBefore) text.insert(byte * 2, 1, '-');
  return text;
}

std::string uuid_bytes(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen != (text[i] == '-')) throw std::invalid_argument("not a UUID");
    if (!is_hyphen) digits += text[i];
  }
  if (text.size() != 36 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    throw std::invalid_argument("not a UUID");
  }
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  if (count > static_cast<std::size_t>(std::numeric_limits<int>::max())) throw std::length_error("too many bytes");
  std::string bytes(count, '\0');
  openssl::require(RAND_bytes(openssl::bytes_of(bytes), static_cast<int>(count)) == 1, "RAND_bytes");
  return bytes;
}

std::string uuid_v4() { return uuid_text(random_bytes(kUuidSize), 4); }

std::string uuid_v7(model::Timestamp now) {
  auto bytes = random_bytes(kUuidSize);
  const auto millis = static_cast<std::uint64_t>(model::to_millis(now));
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<char>(millis >> (40 - 8 * i) & 0xFFU);
  return uuid_text(std::move(bytes), 7);
}

std::string uuid_v5(std::string_view namespace_uuid, std::string_view name) {
  const auto seed = uuid_bytes(namespace_uuid).append(name);
  std::string digest(20, '\0');
  openssl::require(
      EVP_Digest(seed.data(), seed.size(), openssl::bytes_of(digest), nullptr, openssl::sha1_method(), nullptr) == 1,
      "EVP_Digest");
  digest.resize(kUuidSize);
  return uuid_text(std::move(digest), 5);
}

std::string new_api_key() { return "fangst_" + base64url(random_bytes(32)); }

}  // namespace fangst::crypto

#include <fangst/crypto/encoding.hpp>

#include <array>
#include <cstdint>

namespace fangst::crypto {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoValue = 0xFF;

using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  values.fill(kNoValue);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr Values kStandardValues = values_of(kStandard);
constexpr Values kUrlValues = values_of(kUrl);

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::string encode(std::string_view bytes, std::string_view alphabet) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const auto group = byte_at(bytes, i) << 16U | byte_at(bytes, i + 1) << 8U | byte_at(bytes, i + 2);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) text += alphabet[group >> shift & 0x3FU];
  }
  if (const auto left = bytes.size() - i; left > 0) {
    const auto group = byte_at(bytes, i) << 16U | (left == 2 ? byte_at(bytes, i + 1) << 8U : 0U);
    text += alphabet[group >> 18U];
    text += alphabet[group >> 12U & 0x3FU];
    if (left == 2) text += alphabet[group >> 6U & 0x3FU];
  }
  return text;
}

/// Gathers six bits at a time and gives out whole bytes.
class Decoder {
 public:
  explicit Decoder(const Values& values, std::size_t expected_size) : values_(values) { bytes_.reserve(expected_size); }

  bool take(char c) {
    const auto value = values_[static_cast<unsigned char>(c)];
    if (value == kNoValue) return false;
    ++digits_;
    bits_ = bits_ << 6U | value;
    pending_ += 6;
    if (pending_ >= 8) {
      pending_ -= 8;
      bytes_ += static_cast<char>(bits_ >> pending_ & 0xFFU);
      bits_ &= (1U << pending_) - 1U;
    }
    return true;
  }

  std::size_t digits() const { return digits_; }
  /// One text for each value: the bits left over must be zero, and a single digit over carries no byte.
  bool is_canonical() const { return digits_ % 4 != 1 && bits_ == 0; }
  std::string take_bytes() { return std::move(bytes_); }

 private:
  const Values& values_;
  std::string bytes_;
  std::size_t digits_ = 0;
  std::uint32_t bits_ = 0;
  unsigned pending_ = 0;
};

bool is_white_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

}  // namespace

std::string base64(std::string_view bytes) {
  auto text = encode(bytes, kStandard);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::string base64url(std::string_view bytes) { return encode(bytes, kUrl); }

std::optional<std::string> base64_decode(std::string_view text) {
  Decoder decoder{kStandardValues, text.size() / 4 * 3 + 3};
  std::size_t padding = 0;
  for (const char c : text) {
    if (is_white_space(c)) continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || !decoder.take(c)) {
      return std::nullopt;
    }
  }
  if (!decoder.is_canonical() || padding != (4 - decoder.digits() % 4) % 4) return std::nullopt;
  return decoder.take_bytes();
}

std::optional<std::string> base64url_decode(std::string_view text) {
  Decoder decoder{kUrlValues, text.size() / 4 * 3 + 3};
  for (const char c : text) {
    if (!decoder.take(c)) return std::nullopt;
  }
  if (!decoder.is_canonical()) return std::nullopt;
  return decoder.take_bytes();
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text += digits[byte_at(bytes, i) >> 4U];
    text += digits[byte_at(bytes, i) & 0xFU];
  }
  return text;
}

}  // namespace fangst::crypto

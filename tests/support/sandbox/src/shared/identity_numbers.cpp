#include "shared/identity_numbers.hpp"

#include <fangst/crypto/hasher.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

namespace fangst::sandbox {
namespace {

constexpr std::array<int, 10> kWeights1{3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
constexpr std::array<int, 11> kWeights2{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
constexpr std::array<int, 8> kOrgWeights{3, 2, 7, 6, 5, 4, 3, 2};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

template <std::size_t N>
int weighted_sum(std::string_view digits, const std::array<int, N>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < N && i < digits.size(); ++i) sum += (digits[i] - '0') * weights[i];
  return sum;
}

int two(std::string_view digits, std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); }

bool date_exists(int day, int month, int year_of_century) {
  static constexpr std::array<int, 12> kLengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const int leap = month == 2 && year_of_century % 4 == 0 ? 1 : 0;
  return day <= kLengths[std::size_t(month - 1)] + leap;
}

}  // namespace

IdentityKind classify_identity(std::string_view number) {
  if (number.size() != 11 || !all_digits(number)) return IdentityKind::invalid;
  if (weighted_sum(number, kWeights1) % 11 > 3 || weighted_sum(number, kWeights2) % 11 != 0) {
    return IdentityKind::invalid;
  }
  int day = two(number, 0);
  if (day > 40) day -= 40;
  int month = two(number, 2);
  IdentityKind kind = IdentityKind::real;
  if (month > 80) {
    month -= 80;
    kind = IdentityKind::tenor;
  } else if (month > 40) {
    month -= 40;
    kind = IdentityKind::nav;
  }
  return date_exists(day, month, two(number, 4)) ? kind : IdentityKind::invalid;
}

bool is_orgnr(std::string_view number) {
  if (number.size() != 9 || !all_digits(number)) return false;
  const int rest = weighted_sum(number, kOrgWeights) % 11;
  const int control = rest == 0 ? 0 : 11 - rest;
  return control < 10 && control == number[8] - '0';
}

std::string synthetic_identity(std::uint64_t seed, std::uint64_t n) {
  std::mt19937_64 random(seed * 1'000'003 + n);
  for (;;) {
    const auto draw = [&random](unsigned low, unsigned high) { return unsigned(low + random() % (high - low + 1)); };
    const unsigned day = draw(1, 28) + (n % 8 == 7 ? 40 : 0);
    char text[16];
    std::snprintf(text, sizeof text, "%02u%02u%02u%03u", day, 80 + draw(1, 12), draw(40, 99), draw(0, 499));
    std::string number(text, 9);
    const int k1 = (11 - weighted_sum(number, kWeights1) % 11) % 11;
    if (k1 == 10) continue;
    number += char('0' + k1);
    const int k2 = (11 - weighted_sum(number, kWeights2) % 11) % 11;
    if (k2 == 10) continue;
    return number + char('0' + k2);
  }
}

bool holds_identity(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - at == 11 && classify_identity(text.substr(at, 11)) != IdentityKind::invalid) return true;
    at = end;
  }
  return false;
}

std::string recipient_hash(std::string_view id) { return crypto::sha256(id).hex(); }

}  // namespace fangst::sandbox

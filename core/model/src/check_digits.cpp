#include <fangst/model/check_digits.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace fangst::model {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
int digit(std::string_view number, std::size_t i) { return number[i] - '0'; }

template <std::size_t N>
int weighted_sum(std::string_view number, const std::array<int, N>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < N; ++i) sum += weights[i] * digit(number, i);
  return sum;
}

struct BirthDate {
  int day, month, year_of_century;
  bool is_synthetic;
};

/// Takes away what the kind of number adds: 40 on the day (D-number), 80 or 40 on the month (synthetic).
BirthDate birth_date(std::string_view number) {
  BirthDate date{digit(number, 0) * 10 + digit(number, 1), digit(number, 2) * 10 + digit(number, 3),
                 digit(number, 4) * 10 + digit(number, 5), false};
  if (date.day > 40) date.day -= 40;
  if (date.month > 40) {
    date.is_synthetic = true;
    date.month -= date.month > 80 ? 80 : 40;
  }
  return date;
}

bool exists(const BirthDate& date) {
  // The century is not needed: 2000 and every yy divisible by four in the centuries in use are leap years.
  const std::chrono::year_month_day day{std::chrono::year{2000 + date.year_of_century},
                                        std::chrono::month{static_cast<unsigned>(date.month)},
                                        std::chrono::day{static_cast<unsigned>(date.day)}};
  return day.ok();
}

}  // namespace

bool has_valid_control_digits(std::string_view number) {
  if (number.size() != 11 || !std::all_of(number.begin(), number.end(), is_digit)) return false;
  constexpr std::array k1_weights{3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
  constexpr std::array k2_weights{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
  return weighted_sum(number, k1_weights) % 11 <= 3 && weighted_sum(number, k2_weights) % 11 == 0 &&
         exists(birth_date(number));
}

bool is_valid_foedselsnummer(std::string_view number, IdentityRealm realm) {
  return has_valid_control_digits(number) && birth_date(number).is_synthetic == (realm == IdentityRealm::synthetic);
}

bool is_valid_organisasjonsnummer(std::string_view number) {
  if (number.size() != 9 || !std::all_of(number.begin(), number.end(), is_digit)) return false;
  constexpr std::array weights{3, 2, 7, 6, 5, 4, 3, 2, 1};
  return weighted_sum(number, weights) % 11 == 0;
}

}  // namespace fangst::model

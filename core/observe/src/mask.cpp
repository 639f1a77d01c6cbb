#include <fangst/model/check_digits.hpp>
#include <fangst/observe/mask.hpp>

#include <algorithm>

namespace fangst::observe {
namespace {

constexpr std::size_t kDigits = 11;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_from(std::string_view text, std::size_t at) {
  const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_digit);
  return static_cast<std::size_t>(end - text.begin()) - at;
}

/// "DDDDDD DDDDD", as people write it; `run` is the length of the first group.
bool is_grouped_number(std::string_view text, std::size_t at, std::size_t run) {
  if (run != 6 || at + 12 > text.size() || text[at + 6] != ' ' || digits_from(text, at + 7) != 5) return false;
  return model::has_valid_control_digits(std::string(text.substr(at, 6)).append(text.substr(at + 7, 5)));
}

}  // namespace

std::string mask_identity_numbers(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const auto run = digits_from(text, at);
    if (run == kDigits && model::has_valid_control_digits(text.substr(at, kDigits))) {
      out.replace(at, kDigits, kDigits, '*');
    } else if (is_grouped_number(text, at, run)) {
      out.replace(at, kDigits + 1, kDigits + 1, '*');
      at += kDigits + 1 - run;
    }
    at += run;
  }
  return out;
}

}  // namespace fangst::observe

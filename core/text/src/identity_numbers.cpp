#include <fangst/model/check_digits.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/identity_numbers.hpp>
#include <fangst/text/utf8.hpp>

#include <algorithm>

namespace fangst::text {
namespace {

constexpr std::size_t kDigits = 11, kFirstGroup = 6, kLastGroup = kDigits - kFirstGroup;

/// A run of digits that no digit stands beside.
struct Run {
  std::size_t at = 0, length = 0;
  std::size_t end() const { return at + length; }
};

/// The first run at `from` or after it; its length is 0 when there is none. A run that `from` goes through is not cut:
/// callers begin at the text's start or at the end of a run.
Run next_run(std::string_view text, std::size_t from) {
  const auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), is_digit);
  const auto end = std::find_if_not(begin, text.end(), is_digit);
  return {static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin)};
}

std::string_view digits_of(std::string_view text, Run run) { return text.substr(run.at, run.length); }

void mask(std::string& text, std::size_t at, std::size_t length) { text.replace(at, length, length, '*'); }

/// `last` follows one space after `first`, and together they are an identity number.
bool is_in_two_groups(std::string_view text, Run first, Run last) {
  return first.length == kFirstGroup && last.length == kLastGroup && last.at == first.end() + 1 &&
         text[first.end()] == ' ' &&
         model::has_valid_control_digits(std::string(digits_of(text, first)).append(digits_of(text, last)));
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kShape = "00000000-0000-0000-0000-000000000000";
  return std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(),
                    [](char c, char shape) { return shape == '-' ? c == '-' : is_hex(c); });
}

/// How much of the beginning of `text` is an id that a machine made.
std::size_t machine_id_length(std::string_view text) {
  constexpr std::size_t kUuid = 36, kShortestHash = 32;
  if (is_uuid(text.substr(0, kUuid)) && (text.size() == kUuid || !is_alphanumeric(text[kUuid]))) return kUuid;
  const auto word_end = std::find_if_not(text.begin(), text.end(), is_alphanumeric);
  const auto length = static_cast<std::size_t>(word_end - text.begin());
  return length >= kShortestHash && std::all_of(text.begin(), word_end, is_hex) ? length : 0;
}

std::string without_machine_ids(std::string_view text) {
  std::string rest;
  for (std::size_t i = 0; i < text.size();) {
    const bool begins_word = i == 0 || !is_alphanumeric(text[i - 1]);
    const auto skipped = begins_word ? machine_id_length(text.substr(i)) : 0;
    if (skipped == 0) rest += text[i];
    i += std::max<std::size_t>(skipped, 1);
  }
  return rest;
}

}  // namespace

std::string mask_eleven_digits(std::string_view text) {
  std::string masked(text);
  for (auto run = next_run(text, 0); run.length > 0; run = next_run(text, run.end())) {
    if (run.length == kDigits) mask(masked, run.at, run.length);
  }
  return masked;
}

std::string mask_first_bytes(std::string_view text, std::size_t most) {
  return std::string(first_bytes(mask_eleven_digits(first_bytes(text, most + kDigits)), most));
}

std::string mask_identity_numbers(std::string_view text) {
  std::string masked(text);
  for (auto run = next_run(text, 0); run.length > 0;) {
    const auto next = next_run(text, run.end());
    if (run.length == kDigits && model::has_valid_control_digits(digits_of(text, run))) {
      mask(masked, run.at, run.length);
    } else if (is_in_two_groups(text, run, next)) {
      mask(masked, run.at, next.end() - run.at);
    }
    run = next;
  }
  return masked;
}

bool contains_foedselsnummer(std::string_view text) {
  for (auto run = next_run(text, 0); run.length > 0; run = next_run(text, run.end())) {
    if (run.length == kDigits && model::has_valid_control_digits(digits_of(text, run))) return true;
  }
  return false;
}

bool names_a_person(std::string_view text) {
  return contains_foedselsnummer(text) && contains_foedselsnummer(without_machine_ids(text));
}

}  // namespace fangst::text

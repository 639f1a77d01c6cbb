#include <fangst/codec/answer_text.hpp>
#include <fangst/text/identity_numbers.hpp>

namespace fangst::codec {
namespace {

constexpr std::size_t kQuoted = 1024;
// A number that the cut goes through must be masked as well.
constexpr std::size_t kIdentityDigits = 11;

}  // namespace

std::string quote_answer(std::string_view body) {
  return text::mask_eleven_digits(body.substr(0, kQuoted + kIdentityDigits)).substr(0, kQuoted);
}

}  // namespace fangst::codec

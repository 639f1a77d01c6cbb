#include <fangst/codec/answer_text.hpp>
#include <fangst/text/identity_numbers.hpp>

namespace fangst::codec {
namespace {

constexpr std::size_t kQuoted = 1024;

}  // namespace

std::string quote_answer(std::string_view body) { return text::mask_first_bytes(body, kQuoted); }

}  // namespace fangst::codec

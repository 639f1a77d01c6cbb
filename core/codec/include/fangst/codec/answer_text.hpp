#pragma once

#include <string>
#include <string_view>

namespace fangst::codec {

/// At most 1 kB of a dependency's answer, with every run of 11 digits masked: can be used in a PrivateDetail.
std::string quote_answer(std::string_view body);

}  // namespace fangst::codec

#pragma once

#include <string>
#include <string_view>

namespace fangst::codec {

/// At most 1 kB of what a peer answered, with every 11-digit run masked: fit for a PrivateDetail.
std::string quote_peer(std::string_view body);

}  // namespace fangst::codec

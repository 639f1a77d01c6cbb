#pragma once

#include <string_view>

namespace fangst::service {

/// Version, git revision, build and the libraries that the program was built against: a line each, the last without a
/// line feed.
std::string_view version_text();

}  // namespace fangst::service

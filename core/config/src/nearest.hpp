#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fangst::config {

/// The candidate that differs least from `text`, when so few letters differ that it is likely meant; else "".
std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

/// " Mente du «port»?", or "".
std::string hint(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace fangst::config

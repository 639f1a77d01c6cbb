#pragma once

#include <filesystem>
#include <string>

namespace fangst::config {

/// The content of a secret file without its final line breaks. Throws std::runtime_error, in bokmaal, when it cannot be
/// read, when others than its owner and group may read it, or when it is empty.
std::string read_secret(const std::filesystem::path& file);

}  // namespace fangst::config

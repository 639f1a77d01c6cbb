#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace fangst::sandbox {

struct Settings {
  std::uint16_t port = 0;
  std::filesystem::path state;
  std::uint64_t seed = 1;
  std::uint64_t people = 160;
  std::chrono::milliseconds status_delay{50};
  std::filesystem::path tls;  ///< Non-empty: https with a certificate made here.
  unsigned io_threads = 1;
};

/// Throws std::invalid_argument with a line for the user.
Settings parse_arguments(int argc, const char* const* argv);
extern const char* const kUsage;

}  // namespace fangst::sandbox

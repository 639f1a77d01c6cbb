#include "shared/settings.hpp"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace fangst::sandbox {
namespace {

std::uint64_t number(std::string_view name, std::string_view text, std::uint64_t limit) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > limit) {
    throw std::invalid_argument(std::string(name) + " needs a number of at most " + std::to_string(limit));
  }
  return value;
}

}  // namespace

const char* const kUsage =
    "fangst-sandbox --state DIR [--port N] [--seed N] [--people N] [--status-delay-ms N] [--tls DIR] [--io-threads "
    "N]\n";

Settings parse_arguments(int argc, const char* const* argv) {
  Settings settings;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 >= argc) throw std::invalid_argument(std::string(name) + " needs a value");
    const std::string_view value = argv[i + 1];
    if (name == "--port") {
      settings.port = std::uint16_t(number(name, value, 65'535));
    } else if (name == "--state") {
      settings.state = value;
    } else if (name == "--seed") {
      settings.seed = number(name, value, 1'000'000'000);
    } else if (name == "--people") {
      settings.people = number(name, value, 1'000'000);
    } else if (name == "--status-delay-ms") {
      settings.status_delay = std::chrono::milliseconds(number(name, value, 86'400'000));
    } else if (name == "--tls") {
      settings.tls = value;
    } else if (name == "--io-threads") {
      settings.io_threads = unsigned(number(name, value, 64));
    } else {
      throw std::invalid_argument("unknown option " + std::string(name));
    }
  }
  if (settings.state.empty()) throw std::invalid_argument("--state DIR is needed");
  return settings;
}

}  // namespace fangst::sandbox

#pragma once

#include <fangst/error/result.hpp>

#include <string>
#include <string_view>

namespace fangst::http_client {

/// An absolute URL, found safe to use.
struct Target {
  std::string origin;    ///< "https://host:port", lower case.
  std::string resource;  ///< Path and query.
};

/// `invalid_input` for anything but https, or http to the loopback; for user information, a fragment, an IPv6 literal
/// (cpprest cannot resolve one).
Result<Target> parse_target(std::string_view url);

}  // namespace fangst::http_client

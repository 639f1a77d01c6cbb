#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::codec {

/// An absolute http or https URL (RFC 3986), limited to the form that Fangst calls: no user information, no fragment,
/// no white space or backslash, a host of letters, digits, '.', '-' or an IPv6 literal, and no dot segment in the path,
/// escaped or not (two readers of such a path do not agree on what it names).
struct Url {
  std::string scheme;  ///< Lower case.
  std::string host;    ///< Lower case; IPv6 with its brackets.
  std::uint16_t port = 0;
  std::string path;   ///< Begins with '/'.
  std::string query;  ///< Without '?'.

  static std::optional<Url> parse(std::string_view text);

  bool is_loopback() const;  ///< localhost, 127.0.0.0/8 or [::1].
  /// True when nobody between can read what is sent: https, or loopback.
  bool is_confidential() const { return scheme == "https" || is_loopback(); }
  /// True when `other` has the same scheme, host and port, and a path at or below this one; whole segments count.
  bool covers(const Url& other) const;
  std::string origin() const;  ///< "https://host" or "https://host:8443".
  std::string str() const;
};

}  // namespace fangst::codec

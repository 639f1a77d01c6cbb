#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/byte_source.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fangst::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Everything of a request but its body. Value type; holds nothing of the connection.
struct RequestHead {
  std::string method;
  std::string target;                              ///< As received: path and query.
  std::string path;                                ///< Percent-decoded path.
  std::map<std::string, std::string> query;        ///< Percent-decoded; the last of repeated names.
  std::map<std::string, std::string> path_params;  ///< From the route pattern, e.g. {"id", "..."}.
  Headers headers;
  std::optional<std::uint64_t> content_length;
  std::string remote;  ///< Peer address, for the log.

  /// Case-insensitive; empty when absent.
  std::string_view header(std::string_view name) const;
};

/// Why an answer is no success: for the log alone, never sent.
struct Cause {
  ErrorKind kind = ErrorKind::internal;
  std::string code;
  std::string where;
  std::string detail;
};
Cause cause_of(const Error& error);

struct Response {
  /// 0 (kCloseUnanswered): the connection is closed and no answer is sent, as a peer that fails at the worst moment
  /// does.
  int status = 200;
  std::string content_type = "application/json";
  Headers headers;  ///< Date, when given, replaces the server's own: an answer may be signed over it.
  std::string body;
  /// When set: in place of `body`, for what is too large to hold. Read on a thread that may block, as the client takes
  /// it. An error, or another number of bytes than size(), cuts the connection before the last piece is sent, so that
  /// no client takes the answer for whole.
  std::shared_ptr<ports::ByteSource> source = {};
  std::optional<Cause> cause = {};  ///< Set by problem(), and told in the RequestOutcome.
};

inline constexpr int kCloseUnanswered = 0;

/// Splits and decodes a request target; `invalid_input` on bad escapes or a NUL.
Result<void> parse_target(std::string_view target, RequestHead& head);

}  // namespace fangst::http

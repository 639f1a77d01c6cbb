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

/// A request without its body. A value type, independent of the connection.
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

/// Why a request did not succeed: for the log alone, never sent.
struct Cause {
  ErrorKind kind = ErrorKind::internal;
  std::string code;
  std::string where;
  std::string detail;
};
Cause cause_of(const Error& error);

struct Response {
  /// 0 (kCloseUnanswered): the connection is closed without an answer, for tests of clients.
  int status = 200;
  std::string content_type = "application/json";
  Headers headers;  ///< Date, when given, replaces the server's own: an answer may be signed over it.
  std::string body;
  /// When set, it is sent instead of `body`, for content too large for memory. It is read on a thread that may block,
  /// at the speed of the client. After an error, or another number of bytes than size(), the connection is closed
  /// before the last piece is sent, so that no client believes that it has the whole answer.
  std::shared_ptr<ports::ByteSource> source = {};
  std::optional<Cause> cause = {};  ///< Set by problem(); copied to the RequestOutcome.
};

inline constexpr int kCloseUnanswered = 0;

/// Splits and decodes a request target; `invalid_input` on bad escapes or a NUL.
Result<void> parse_target(std::string_view target, RequestHead& head);

}  // namespace fangst::http

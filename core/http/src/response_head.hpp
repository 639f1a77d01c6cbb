#pragma once

#include <fangst/http/request.hpp>

#include <cstdint>
#include <string>

namespace fangst::http {

struct HeadOptions {
  bool close = false;
  bool http_1_0 = false;
};

/// The status line and all header fields of an answer, with the blank line. Length, connection and date are ours; what
/// a handler says about them is passed over, and no control character of a handler reaches the wire.
void append_head(std::string& out, const Response& response, HeadOptions options);

std::uint64_t content_length(const Response& response);

/// False for the statuses that have no body at all (RFC 9110 section 6.4.1).
bool may_have_body(int status);

}  // namespace fangst::http

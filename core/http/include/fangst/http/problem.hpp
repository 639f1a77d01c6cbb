#pragma once

#include <fangst/error/error.hpp>
#include <fangst/http/request.hpp>

#include <string_view>

namespace fangst::http {

/// RFC 9457 application/problem+json: type "urn:fangst:problem:<code>", title, status, detail (bokmaal), errors[] with
/// JSON Pointers, traceId, retryable. The private detail is
/// in the response's cause alone, which is not sent.
Response problem(const Error& error, std::string_view trace_id);

}  // namespace fangst::http

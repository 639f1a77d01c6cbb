#pragma once

#include <fangst/error/error.hpp>
#include <fangst/http/request.hpp>

#include <string_view>

namespace fangst::http {

/// RFC 9457 application/problem+json: type "urn:fangst:problem:<code>", title, status, detail (bokmaal), errors[] with
/// JSON Pointers, traceId, retryable. The private detail is
/// in the response's cause alone, which is not sent.
Response problem(const Error& error, std::string_view trace_id);

/// The W3C trace id (32 hexadecimal digits) of a traceparent; empty when it is not one.
std::string_view trace_id_of(std::string_view traceparent);
/// The caller's traceparent (W3C Trace Context) when it is well-formed, else a new one.
std::string adopt_traceparent(std::string_view received);

}  // namespace fangst::http

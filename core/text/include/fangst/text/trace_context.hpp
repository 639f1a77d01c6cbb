#pragma once

#include <string>
#include <string_view>

/// The header traceparent of W3C Trace Context, section 3.2.
namespace fangst::text {

/// The trace id (32 hexadecimal digits) of a traceparent; empty when it is not well-formed. Refers to `traceparent`.
std::string_view trace_id_of(std::string_view traceparent);
/// The caller's traceparent when it is well-formed, without what a later version has put after it; else a new one.
/// Thread-safe.
std::string adopt_traceparent(std::string_view received);

}  // namespace fangst::text

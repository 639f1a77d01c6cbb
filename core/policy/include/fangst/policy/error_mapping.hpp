#pragma once

#include <fangst/error/error.hpp>

namespace fangst::policy {

/// The tables from ErrorKind to behaviour, each in one place. Pure functions; std::logic_error for a value that is no
/// kind.
int http_status(ErrorKind kind);

/// What happens to a step that ended with an error of this kind: it is tried again on the retry ladder, or parked.
enum class Disposition { retry, park };
Disposition disposition(ErrorKind kind);

/// True for the kinds of an outage of a dependency: timeout and unavailable. An outage counts no attempts (invariant
/// 12).
bool is_outage(ErrorKind kind);

enum class LogLevel { info, warning, error };
LogLevel log_level(ErrorKind kind);

/// The title of a problem+json document (RFC 9457) for the kind: English and stable.
std::string_view problem_title(ErrorKind kind);

}  // namespace fangst::policy

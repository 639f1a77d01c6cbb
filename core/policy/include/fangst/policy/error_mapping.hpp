#pragma once

#include <fangst/error/error.hpp>

namespace fangst::policy {

int http_status(ErrorKind kind);

/// What becomes of a step that ended with an error of this kind.
enum class Disposition { retry, park };
Disposition disposition(ErrorKind kind);

/// The peer is away: it costs time, and no attempts (invariant 12).
bool is_outage(ErrorKind kind);

enum class LogLevel { info, warning, error };
LogLevel log_level(ErrorKind kind);

/// The title of the problem+json document, English, stable; `type` is the kind's name.
std::string_view problem_title(ErrorKind kind);

}  // namespace fangst::policy

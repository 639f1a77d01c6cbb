#pragma once

#include <fangst/http/request.hpp>

#include <string_view>

namespace fangst::http {

/// What the server itself answers, below every route.
enum class OwnProblem {
  bad_request,
  not_found,
  method_not_allowed,
  request_timeout,
  content_too_large,
  target_too_long,
  expectation_failed,
  headers_too_large,
  internal,
  not_implemented,
  overloaded,
  version_not_supported
};

/// `detail` reaches the log alone.
Response own_problem(OwnProblem what, std::string_view trace_id, std::string detail = {});

}  // namespace fangst::http

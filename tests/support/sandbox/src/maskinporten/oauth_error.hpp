#pragma once

#include <fangst/http/request.hpp>

#include <string>
#include <string_view>

namespace fangst::sandbox {

/// One refusal of the token endpoint.
struct OauthError {
  int status = 400;
  std::string error;        ///< invalid_request, invalid_grant, invalid_scope ...
  std::string description;  ///< Without the trace id.
  std::string code;         ///< "MP-121"; empty when there is none.
};

http::Response to_response(const OauthError& error);
/// The documented error of a code, e.g. "MP-121"; MP-011 for a code that is not known.
OauthError documented_error(std::string_view code);

}  // namespace fangst::sandbox

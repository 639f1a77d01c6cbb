#pragma once

#include "shared/clock.hpp"

#include <fangst/http/request.hpp>

#include <map>
#include <string>

namespace fangst::sandbox {

struct SvarUtError {
  int status = 400;
  std::string code;
  std::string message;
  std::map<std::string, std::string> details;  ///< errorJson, an object on the wire.
};

http::Response to_response(const SvarUtError& error, const http::RequestHead& head, TimePoint now);

/// The documented texts of the duplicate guard.
extern const char* const kDuplicateText;
extern const char* const kOlderDuplicateText;
SvarUtError duplicate_error(bool older_text = false);

}  // namespace fangst::sandbox

#pragma once

#include <string>
#include <string_view>

namespace fangst::sandbox {

/// One refusal by its error code; HTTP status and type follow from the code unless they are given.
struct DigipostError {
  std::string code;
  std::string message;
  int status = 0;  ///< 0: the code's own.
};

/// Status, type and body of an error.
int status_of(const DigipostError& error);
std::string to_xml(const DigipostError& error);

}  // namespace fangst::sandbox

#pragma once

#include <string>

namespace fangst {

/// The type and the what() of the exception that is being handled, for a private detail: "std::bad_alloc: ...". An
/// exception that is no std::exception is told by its type alone. To be called from a catch block; outside one it says
/// that there is none.
std::string describe_current_exception();

}  // namespace fangst

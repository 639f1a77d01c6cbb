#pragma once

#include <string>

namespace fangst {

/// The type and the what() of the exception that is being handled, for a private detail: "std::bad_alloc: ...". An
/// exception that is not a std::exception gives its type alone. Call it from a catch block; elsewhere the text says
/// that there is no exception.
std::string describe_current_exception();

}  // namespace fangst

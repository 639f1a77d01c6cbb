#pragma once

#include <cstdlib>
#include <cstring>
#include <string>

namespace fangst::fault {

/// Whether FANGST_FAULT names this fault. Put into the copy of the sources by tests/mutation/run.py, and nowhere else.
inline bool is_on(const char* id) {
  static const std::string chosen = [] {
    const char* text = std::getenv("FANGST_FAULT");
    return std::string(text == nullptr ? "" : text);
  }();
  return std::strcmp(chosen.c_str(), id) == 0;
}

}  // namespace fangst::fault

#pragma once

#include <fangst/error/error.hpp>

#include <string_view>

namespace fangst::fuzz {

/// Ends the process when a property does not hold, so that libFuzzer and the replay both keep the input.
void require(bool holds, const char* what);

/// What is said of an input that was refused: a code of the documented form, a text, and nothing of a person.
void require_sound(const Error& error);

inline std::string_view view(const unsigned char* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace fangst::fuzz

#include "require.hpp"

#include <fangst/text/identity_numbers.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace fangst::fuzz {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

void require_sound(const Error& error) {
  const auto& code = error.code();
  require(code.find('.') != std::string::npos && code.size() <= 80, "a code with its area");
  require(std::all_of(code.begin(), code.end(), [](char c) { return c > ' ' && c < '\x7F'; }), "a code in plain ASCII");
  require(!error.public_text().empty(), "a public text");
  require(!text::contains_foedselsnummer(error.public_text()), "a public text without identity numbers");
}

}  // namespace fangst::fuzz

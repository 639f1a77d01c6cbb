#include "accepted.hpp"

#include <fangst/generic/innsending_format.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const fangst::generic::InnsendingFormat format;
  fangst::fuzz::check(format.parse(message, fangst::fuzz::source(format)));
  return 0;
}

#include "accepted.hpp"

#include <fangst/norkart/hendelse_format.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  fangst::fuzz::check(fangst::norkart::HendelseFormat().parse(message, fangst::fuzz::source()));
  return 0;
}

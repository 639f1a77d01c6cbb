#include "accepted.hpp"

#include <fangst/gerica/msghead_format.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const fangst::gerica::MsgHeadFormat format;
  fangst::fuzz::check(format.parse(message, fangst::fuzz::source(format)));
  return 0;
}

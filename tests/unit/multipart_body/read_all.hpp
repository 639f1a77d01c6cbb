#pragma once

#include <fangst/codec/multipart_body.hpp>

#include <string>

namespace fangst::codec {

/// Reads the body to its end, so many bytes at a time.
inline Result<std::string> read_all(MultipartBody& body, std::size_t step) {
  std::string all;
  std::string buffer(step, '\0');
  for (;;) {
    FANGST_TRY(const std::size_t count, body.read(buffer));
    if (count == 0) return all;
    all.append(buffer, 0, count);
  }
}

}  // namespace fangst::codec

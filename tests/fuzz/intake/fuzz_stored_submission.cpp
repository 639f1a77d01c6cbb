#include "accepted.hpp"

#include <fangst/codec/submission_json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  const auto stored = codec::from_stored_json({reinterpret_cast<const char*>(data), size});
  if (!stored) {
    fuzz::require(stored.error().kind() == ErrorKind::corrupt, "corrupt");
    return 0;
  }
  const auto json = codec::to_json(*stored);
  const auto again = codec::from_stored_json(json);
  fuzz::require(again && codec::to_json(*again) == json, "kept without change");
  fuzz::require(codec::fingerprint(*again) == codec::fingerprint(*stored), "the same fingerprint");
  return 0;
}

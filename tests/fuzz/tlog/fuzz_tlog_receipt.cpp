#include "require.hpp"

#include <fangst/tlog/receipt.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  using fuzz::require;
  const auto receipt = tlog::receipt_from_json(fuzz::view(data, size));
  if (!receipt) {
    fuzz::require_sound(receipt.error());
    return 0;
  }
  const auto json = tlog::to_json(*receipt);
  const auto again = tlog::receipt_from_json(json);
  require(again && tlog::to_json(*again) == json, "written and read without change");
  require(again->entry == receipt->entry && again->index == receipt->index && again->proof == receipt->proof,
          "the same receipt");
  if (const auto held = tlog::verify(*receipt, {}); !held) {
    require(held.error().kind() == ErrorKind::corrupt, "what does not hold is corrupt");
    fuzz::require_sound(held.error());
  }
  const auto trusted = tlog::verify(*receipt, "fangst.test/revisjon+00000000+AAAA");
  require(!trusted.has_value(), "no receipt holds with a key that is none");
  return 0;
}

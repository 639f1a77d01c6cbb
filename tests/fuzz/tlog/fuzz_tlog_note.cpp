// A note as it stands is refused, for nobody has signed it; signed with the right key it is a checkpoint only in the
// one form that we write.
#include "require.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/tlog/note.hpp>

namespace {

using namespace fangst;
using fuzz::require;

constexpr std::string_view kOrigin = "fangst.test/revisjon";

const crypto::Ed25519Key& key() {
  static const auto made = crypto::Ed25519Key::generate();
  return made;
}

std::string signature_line(std::string_view text) {
  static const std::string hash = [] {
    const auto digest = crypto::sha256(std::string(kOrigin) + "\n\x01" + key().public_bytes());
    return std::string(digest.bytes.begin(), digest.bytes.begin() + 4);
  }();
  return "\xe2\x80\x94 " + std::string(kOrigin) + " " + crypto::base64(hash + key().sign(text)) + "\n";
}

void check_refused(const Result<tlog::Checkpoint>& opened) {
  require(opened.error().kind() == ErrorKind::corrupt, "refused as corrupt");
  fuzz::require_sound(opened.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const auto verifier_key = tlog::verifier_key(kOrigin, key());
  const auto text = fuzz::view(data, size);
  const auto unsigned_note = tlog::open_checkpoint(text, verifier_key);
  require(!unsigned_note.has_value(), "what nobody signed is refused");
  check_refused(unsigned_note);
  const auto as_key = tlog::open_checkpoint(text, text);
  if (!as_key) check_refused(as_key);

  const auto opened = tlog::open_checkpoint(std::string(text) + "\n" + signature_line(text), verifier_key);
  if (!opened) {
    check_refused(opened);
    return 0;
  }
  require(opened->origin == kOrigin, "a checkpoint of the log whose key it is");
  const auto ours = tlog::sign_checkpoint(*opened, key());
  const auto own_text = ours.substr(0, ours.find("\n\n") + 1);
  require(text.starts_with(own_text), "one form for one checkpoint; only extension lines may follow");
  const auto again = tlog::open_checkpoint(ours, verifier_key);
  require(again && again->size == opened->size && again->root == opened->root, "written and read without change");
  return 0;
}

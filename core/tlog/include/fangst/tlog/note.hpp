#pragma once

#include <fangst/crypto/ed25519.hpp>
#include <fangst/error/result.hpp>
#include <fangst/model/sha256.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// The formats C2SP signed-note and tlog-checkpoint. Pure functions.
namespace fangst::tlog {

struct Checkpoint {
  std::string origin;  ///< Names the log: a schema-less URL, e.g. "fangst.testby.kommune.no/revisjon".
  std::uint64_t size = 0;
  model::Sha256 root;
};

/// True for a valid name of a log: printable ASCII without space and '+'. (signed-note also allows other Unicode.)
bool is_origin(std::string_view name);

/// The verifier key of signed-note: "<name>+<hash>+<base64(0x01 || public key)>".
std::string verifier_key(std::string_view name, const crypto::Ed25519Key& key);

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::Ed25519Key& key);

/// Verifies the signature with the verifier key, whose name must be the checkpoint's origin. `corrupt` when the form,
/// the key or the signature is wrong.
Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier_key);

}  // namespace fangst::tlog

#pragma once

#include <fangst/model/sha256.hpp>

#include <memory>
#include <string_view>

namespace fangst::crypto {

/// SHA-256 (FIPS 180-4) of bytes that are given in pieces. Not thread-safe.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(std::string_view bytes);
  /// Returns the digest, and resets the hasher for the next computation.
  model::Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

model::Sha256 sha256(std::string_view bytes);

}  // namespace fangst::crypto

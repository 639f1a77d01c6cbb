#pragma once

#include <fangst/model/sha256.hpp>

#include <memory>
#include <string_view>

namespace fangst::crypto {

/// SHA-256 over bytes as they come. Not thread-safe.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(std::string_view bytes);
  /// Ends the computation; the hasher then starts afresh.
  model::Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

model::Sha256 sha256(std::string_view bytes);

}  // namespace fangst::crypto

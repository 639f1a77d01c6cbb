#pragma once

#include <fangst/ports/access_tokens.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fangst::support {

/// Hands out "token-1" until it is refused, then "token-2", and so on; or an error, when one is set.
class FixedTokens final : public ports::AccessTokens {
 public:
  Result<std::string> token(const std::string& scope, model::Deadline /*deadline*/) override {
    const std::lock_guard lock(mutex_);
    scopes_.push_back(scope);
    if (failure) return Failure(*failure);
    return current();
  }
  void invalidate(const std::string& /*scope*/, const std::string& refused) override {
    const std::lock_guard lock(mutex_);
    if (refused == current()) ++number_;
  }
  const std::vector<std::string>& scopes() const { return scopes_; }

  std::optional<Error> failure;

 private:
  std::string current() const { return "token-" + std::to_string(number_); }
  std::mutex mutex_;
  int number_ = 1;
  std::vector<std::string> scopes_;
};

}  // namespace fangst::support

#pragma once

#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::sandbox {

enum class FaultAction {
  status,             ///< Answer with `status`; the request is not acted on unless `accept`.
  drop,               ///< Close without an answer; nothing is done.
  drop_after_accept,  ///< Act, then close without an answer.
  slow,               ///< Act at once, answer after `delay`.
  refuse,             ///< The service's own refusal with `code`; nothing is done.
  duplicate,          ///< Act, then answer that it was done before.
  garbage,            ///< 200 with a body that cannot be read; nothing is done.
  end_status,         ///< Act; the letter ends with the status `code`.
  filter,             ///< KRR only: `code` "on" or "off" for expired contact information.
  bad_signature       ///< Digipost only: act, and sign the answer with a foreign key.
};

struct Fault {
  std::string service;
  std::string operation = "*";
  std::string match;
  FaultAction action = FaultAction::status;
  int status = 503;
  std::chrono::milliseconds delay{0};
  std::string code;
  std::string body;  ///< "empty", "json", "spring" or "html"; empty: rotating.
  bool accept = false;
  int times = 1;  ///< 0: until cleared.

  /// True when the request is acted on before the fault shows.
  bool acts_first() const;
};

/// The faults a test has asked for. Thread-safe.
class FaultPlan {
 public:
  /// Non-empty: why the description is refused.
  std::string add(const nlohmann::json& description);
  void clear();
  nlohmann::json describe() const;

  /// The first fault that fits, counted as used. `subjects` are the keys and recipients of the request.
  std::optional<Fault> take(std::string_view service, std::string_view operation,
                            const std::vector<std::string>& subjects);
  bool empty() const { return count_.load(std::memory_order_relaxed) == 0; }

 private:
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
  std::atomic<std::size_t> count_{0};
};

}  // namespace fangst::sandbox

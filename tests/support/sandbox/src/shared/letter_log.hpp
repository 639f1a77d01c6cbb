#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace fangst::sandbox {

/// One letter that a service has taken on, whether or not its answer reached the sender.
struct Letter {
  std::string service;
  std::string key;  ///< The sender's own: eksternReferanse or message-id.
  std::string external_id;
  std::string recipient;  ///< SHA-256 of the identity.
  std::string channel;
  std::vector<std::string> documents;  ///< SHA-256 of each file, in order.
};

/// The judge of "no second letter": counts letters by (service, key). Thread-safe.
class LetterLog {
 public:
  void record(const Letter& letter);
  nlohmann::json describe() const;
  /// {"letters": accepted in all, "keys": n, "sentTwice": [[service, key, count] ...]}
  nlohmann::json summary() const;

 private:
  struct Entry {
    Letter letter;
    std::vector<std::string> further_ids;
    std::uint64_t count = 0;
  };
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::uint64_t accepted_ = 0;
};

}  // namespace fangst::sandbox

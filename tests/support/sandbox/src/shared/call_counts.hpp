#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace fangst::sandbox {

/// Calls by "service.operation", the refused ones also by "service.operation.refused", and how many request lines
/// carried an identity number. Thread-safe.
class CallCounts {
 public:
  void count(std::string_view service, std::string_view operation, int status);
  void count_identity_in_url();
  nlohmann::json describe() const;
  std::uint64_t identities_in_urls() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
  std::uint64_t identities_in_urls_ = 0;
};

}  // namespace fangst::sandbox

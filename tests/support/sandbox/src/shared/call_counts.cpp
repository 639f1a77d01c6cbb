#include "shared/call_counts.hpp"

#include <nlohmann/json.hpp>

namespace fangst::sandbox {

void CallCounts::count(std::string_view service, std::string_view operation, int status) {
  std::string name(service);
  name.append(".").append(operation);
  std::lock_guard lock(mutex_);
  ++counts_[name];
  if (status == 0) ++counts_[name + ".dropped"];
  if (status >= 400) ++counts_[name + ".refused"];
}

void CallCounts::count_identity_in_url() {
  std::lock_guard lock(mutex_);
  ++identities_in_urls_;
}

nlohmann::json CallCounts::describe() const {
  std::lock_guard lock(mutex_);
  return counts_;
}

std::uint64_t CallCounts::identities_in_urls() const {
  std::lock_guard lock(mutex_);
  return identities_in_urls_;
}

}  // namespace fangst::sandbox

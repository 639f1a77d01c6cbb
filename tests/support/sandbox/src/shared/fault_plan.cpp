#include "shared/fault_plan.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fangst::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, FaultAction>, 10> kActions{{
    {"status", FaultAction::status},
    {"drop", FaultAction::drop},
    {"drop_after_accept", FaultAction::drop_after_accept},
    {"slow", FaultAction::slow},
    {"refuse", FaultAction::refuse},
    {"duplicate", FaultAction::duplicate},
    {"garbage", FaultAction::garbage},
    {"end_status", FaultAction::end_status},
    {"filter", FaultAction::filter},
    {"bad_signature", FaultAction::bad_signature},
}};
constexpr std::array<std::string_view, 7> kServices{"svarut", "krr",     "digipost", "maskinporten",
                                                    "filer",  "webhook", "*"};

std::optional<FaultAction> parse_action(std::string_view name) {
  for (const auto& [text, action] : kActions) {
    if (text == name) return action;
  }
  return std::nullopt;
}

std::string_view name_of(FaultAction action) {
  for (const auto& [text, value] : kActions) {
    if (value == action) return text;
  }
  return "";
}

bool fits(const Fault& fault, std::string_view service, std::string_view operation,
          const std::vector<std::string>& subjects) {
  if (fault.service != "*" && fault.service != service) return false;
  if (fault.operation != "*" && fault.operation != operation) return false;
  return fault.match.empty() || std::any_of(subjects.begin(), subjects.end(), [&fault](const std::string& subject) {
           return subject.find(fault.match) != std::string::npos;
         });
}

}  // namespace

bool Fault::acts_first() const {
  switch (action) {
    case FaultAction::drop_after_accept:
    case FaultAction::slow:
    case FaultAction::duplicate:
    case FaultAction::end_status:
    case FaultAction::filter:
    case FaultAction::bad_signature:
      return true;
    case FaultAction::status:
      return accept;
    default:
      return false;
  }
}

std::string FaultPlan::add(const nlohmann::json& description) {
  if (!description.is_object()) return "a fault is a JSON object";
  Fault fault;
  try {
    fault.service = description.value("service", "");
    fault.operation = description.value("operation", "*");
    fault.match = description.value("match", "");
    fault.status = description.value("status", 503);
    fault.delay = std::chrono::milliseconds(description.value("milliseconds", 0));
    fault.code = description.value("code", "");
    fault.body = description.value("body", "");
    fault.accept = description.value("accept", false);
    fault.times = description.value("times", 1);
  } catch (const nlohmann::json::exception& wrong) {
    return wrong.what();
  }
  const auto action = parse_action(description.value("action", ""));
  if (!action) return "unknown action";
  fault.action = *action;
  if (std::find(kServices.begin(), kServices.end(), fault.service) == kServices.end()) return "unknown service";
  if (fault.status < 100 || fault.status > 599) return "status must be 100..599";
  std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
  count_ = faults_.size();
  return {};
}

void FaultPlan::clear() {
  std::lock_guard lock(mutex_);
  faults_.clear();
  count_ = 0;
}

nlohmann::json FaultPlan::describe() const {
  auto list = nlohmann::json::array();
  std::lock_guard lock(mutex_);
  for (const auto& fault : faults_) {
    list.push_back({{"service", fault.service},
                    {"operation", fault.operation},
                    {"match", fault.match},
                    {"action", name_of(fault.action)},
                    {"status", fault.status},
                    {"milliseconds", fault.delay.count()},
                    {"code", fault.code},
                    {"times", fault.times}});
  }
  return list;
}

std::optional<Fault> FaultPlan::take(std::string_view service, std::string_view operation,
                                     const std::vector<std::string>& subjects) {
  if (empty()) return std::nullopt;
  std::lock_guard lock(mutex_);
  const auto found = std::find_if(faults_.begin(), faults_.end(),
                                  [&](const Fault& fault) { return fits(fault, service, operation, subjects); });
  if (found == faults_.end()) return std::nullopt;
  Fault fault = *found;
  if (found->times > 0 && --found->times == 0) {
    faults_.erase(found);
    count_ = faults_.size();
  }
  return fault;
}

}  // namespace fangst::sandbox

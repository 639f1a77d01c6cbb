#include <fangst/policy/core_choice.hpp>

namespace fangst::policy {
namespace {

bool fits(const std::string& wanted, std::string_view value) { return wanted.empty() || wanted == value; }

/// An arkivdel says more of where a record belongs than the system that it comes from.
int specificity(const CoreRule& rule) { return (rule.arkivdel.empty() ? 0 : 2) + (rule.source.empty() ? 0 : 1); }

}  // namespace

const std::string& choose_core(std::span<const CoreRule> rules, std::string_view source, std::string_view arkivdel,
                               const std::string& otherwise) {
  const CoreRule* best = nullptr;
  for (const auto& rule : rules) {
    if (!fits(rule.source, source) || !fits(rule.arkivdel, arkivdel)) continue;
    if (best == nullptr || specificity(rule) > specificity(*best)) best = &rule;
  }
  return best == nullptr ? otherwise : best->core;
}

}  // namespace fangst::policy

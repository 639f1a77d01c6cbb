#pragma once

#include <fangst/config/document.hpp>
#include <fangst/policy/core_choice.hpp>
#include <fangst/registration/registry.hpp>

#include <vector>

/// Which archive core takes what.
namespace fangst::service {

/// [[archive_rule]]: there is a choice only where an archive outside is registered.
config::Section archive_rule_section(const std::vector<registration::Archive>& archives);
std::vector<policy::CoreRule> archive_rules(const config::Document& document);

}  // namespace fangst::service

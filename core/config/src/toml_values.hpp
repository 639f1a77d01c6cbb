#pragma once

#include <fangst/config/section.hpp>

#include <toml++/toml.h>

#include <functional>
#include <optional>
#include <string>

namespace fangst::config {

/// What is wrong, going on from the name of the setting: "skal være ...".
using Told = std::function<void(const std::string&)>;

/// The value of a setting, checked; nothing, and why, when it is not what the declaration says. An empty text or list
/// is no value, and no fault here.
std::optional<ports::SettingValue> read_value(const Setting& setting, const toml::node& node, const Told& fault);

}  // namespace fangst::config

#pragma once

#include <fangst/config/section.hpp>

#include <string>
#include <string_view>

namespace fangst::config {

/// How a setting is written, for people: "et helt tall fra 0 til 65535".
std::string words_of(const Setting& setting);

/// The values that may be chosen: "«embedded» eller «rabbitmq»".
std::string words_of(const std::vector<std::string>& choices);

/// As it is written in the file: `"text"`, `8080`, `["10s", "1m"]`.
std::string toml_of(const ports::SettingValue& value);

/// A name of a setting as a key: in quotes when it holds more than letters, digits, - and _.
std::string toml_key(std::string_view name);

}  // namespace fangst::config

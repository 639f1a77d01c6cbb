#pragma once

#include <fangst/config/schema.hpp>

#include <string>

/// Texts in bokmaal for those who run the installation, generated from the declarations. Pure functions.
namespace fangst::config {

/// A complete commented configuration. What must be filled in is in < >; optional settings are commented out, with
/// their default.
std::string sample(const Schema& schema);

/// A page (Markdown) with every section and setting: how it is written, its default, and what it means.
std::string reference(const Schema& schema);

}  // namespace fangst::config

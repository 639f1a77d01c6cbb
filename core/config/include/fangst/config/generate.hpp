#pragma once

#include <fangst/config/schema.hpp>

#include <string>

/// Texts for those who run the installation, made from the declarations alone; in bokmaal.
namespace fangst::config {

/// A complete commented configuration. What must be filled in stands in < >; what may be left out is commented out,
/// with its default.
std::string sample(const Schema& schema);

/// A page (Markdown) with every section and setting: how it is written, its default, and what it means.
std::string reference(const Schema& schema);

}  // namespace fangst::config

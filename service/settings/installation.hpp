#pragma once

#include <fangst/config/document.hpp>
#include <fangst/ports/intake_format.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace fangst::service {

/// Every intake format that the build knows; made from what the folders in adapters/ declare.
std::vector<std::unique_ptr<ports::IntakeFormat>> intake_formats();

/// All that the configuration of an installation may hold.
config::Schema installation_schema();

/// Throws config::Unusable with every fault.
config::Document read_installation(const std::filesystem::path& file);

}  // namespace fangst::service

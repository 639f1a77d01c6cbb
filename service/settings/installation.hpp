#pragma once

#include <fangst/config/document.hpp>
#include <fangst/registration/registry.hpp>

#include <filesystem>

namespace fangst::service {

/// Every adapter that the build knows, as its folder declares it; made by the build (cmake/FangstAdapter.cmake).
registration::Registry adapters();

/// All that the configuration of an installation may hold.
config::Schema installation_schema();

/// Throws config::Unusable with every fault.
config::Document read_installation(const std::filesystem::path& file);

}  // namespace fangst::service

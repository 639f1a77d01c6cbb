#pragma once

#include <fangst/krr/contact_registry.hpp>

namespace fangst::registration {
class Registry;
struct Configuration;
}  // namespace fangst::registration

namespace fangst::krr {

void declare(registration::Registry& registry);

/// What the configuration says, as the adapter takes it.
Settings settings_from(const registration::Configuration& configuration);

}  // namespace fangst::krr

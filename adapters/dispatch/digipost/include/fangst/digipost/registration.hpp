#pragma once

#include <fangst/digipost/digipost_dispatcher.hpp>

namespace fangst::registration {
class Registry;
struct Configuration;
}  // namespace fangst::registration

namespace fangst::digipost {

void declare(registration::Registry& registry);

/// What the configuration says, as the adapter takes it.
DigipostSettings settings_from(const registration::Configuration& configuration);

}  // namespace fangst::digipost

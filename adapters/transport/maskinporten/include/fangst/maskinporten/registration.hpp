#pragma once

#include <fangst/maskinporten/token_source.hpp>

namespace fangst::registration {
class Registry;
struct Configuration;
}  // namespace fangst::registration

namespace fangst::maskinporten {

void declare(registration::Registry& registry);

/// What the configuration says, as the adapter takes it.
Settings settings_from(const registration::Configuration& configuration);

}  // namespace fangst::maskinporten

#pragma once

#include <fangst/svarut/dispatcher.hpp>

namespace fangst::registration {
class Registry;
struct Configuration;
}  // namespace fangst::registration

namespace fangst::svarut {

void declare(registration::Registry& registry);

/// What the configuration says, as the adapter takes it.
Settings settings_from(const registration::Configuration& configuration);

}  // namespace fangst::svarut

#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::norkart {

void declare(registration::Registry& registry);

}  // namespace fangst::norkart

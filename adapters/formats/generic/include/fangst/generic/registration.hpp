#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::generic {

void declare(registration::Registry& registry);

}  // namespace fangst::generic

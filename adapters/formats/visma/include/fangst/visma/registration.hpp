#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::visma {

void declare(registration::Registry& registry);

}  // namespace fangst::visma

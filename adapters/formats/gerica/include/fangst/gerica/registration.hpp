#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::gerica {

void declare(registration::Registry& registry);

}  // namespace fangst::gerica

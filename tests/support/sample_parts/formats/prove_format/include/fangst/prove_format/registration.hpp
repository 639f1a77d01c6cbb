#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::prove_format {

/// A format of one line: key, identity number, name and text, separated by semicolons.
void declare(registration::Registry& registry);

}  // namespace fangst::prove_format

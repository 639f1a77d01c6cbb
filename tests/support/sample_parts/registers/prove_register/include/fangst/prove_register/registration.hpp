#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::prove_register {

/// A register in which everybody has the mailbox of one provider.
void declare(registration::Registry& registry);

}  // namespace fangst::prove_register

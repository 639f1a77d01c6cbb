#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::prove_kjerne {

/// An archive core that keeps one file for each journalpost.
void declare(registration::Registry& registry);

}  // namespace fangst::prove_kjerne

#pragma once

namespace fangst::registration {
class Registry;
}

namespace fangst::prove_post {

/// A mail service that puts each letter into a folder, one file a letter.
void declare(registration::Registry& registry);

}  // namespace fangst::prove_post

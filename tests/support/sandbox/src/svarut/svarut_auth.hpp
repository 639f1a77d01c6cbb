#pragma once

#include "maskinporten/token_check.hpp"
#include "svarut/svarut_error.hpp"

#include <optional>

namespace fangst::sandbox {

/// The three headers of Fiks, and the integration's privilege on the konto of the path.
std::optional<SvarUtError> check_fiks_access(const http::RequestHead& head, TokenCheck& tokens,
                                             const Installation& installation);

}  // namespace fangst::sandbox

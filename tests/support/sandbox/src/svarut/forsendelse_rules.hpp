#pragma once

#include "shared/clock.hpp"
#include "svarut/svarut_error.hpp"
#include "svarut/upload.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace fangst::sandbox {

/// What the schema cannot say: control digits, file names, what belongs together, and the match of metadata and files.
/// The JSON has passed the schema.
std::optional<SvarUtError> check_rules(const nlohmann::json& forsendelse, const ReceivedForsendelse& received,
                                       TimePoint now);

}  // namespace fangst::sandbox

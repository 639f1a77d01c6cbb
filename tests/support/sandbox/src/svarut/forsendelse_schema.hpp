#pragma once

#include "svarut/json_schema.hpp"

#include <string_view>

namespace fangst::sandbox {

enum class ForsendelseKind { person, organisasjon, print };

/// The schema of the "forsendelse" part of send v3.
const Schema& forsendelse_schema(ForsendelseKind kind);

/// The types that KS has defined; a forsendelsestype must be one of them.
const std::vector<std::string_view>& forsendelsestyper();

}  // namespace fangst::sandbox

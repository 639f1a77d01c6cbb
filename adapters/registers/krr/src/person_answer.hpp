#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/contact_registry.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::krr {

using Answers = std::map<std::string, Result<ports::Kontaktopplysning>>;

/// Reads the answer of POST /rest/v2/personer for those who were asked for. Whoever has no row is not registered; a row
/// that leaves reservation or status in doubt is an error for that person alone.
Result<Answers> read_people(std::string_view body, const std::vector<std::string>& asked_for);

Error unreadable(std::string detail);

}  // namespace fangst::krr

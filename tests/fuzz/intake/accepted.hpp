#pragma once

#include "require.hpp"

#include <fangst/ports/intake_format.hpp>

#include <string_view>

namespace fangst::fuzz {

/// A source that accepts as much as a source can.
ports::SourceProfile source(const ports::IntakeFormat& format);

/// Ends the process when a property does not hold: what is accepted is a valid submission that is written and read
/// without change; what is refused is refused as input, and says nothing of who it concerns.
void check(const Result<ports::ParsedIntake>& parsed);

}  // namespace fangst::fuzz

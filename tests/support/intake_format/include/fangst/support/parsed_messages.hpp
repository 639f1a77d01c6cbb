#pragma once

#include <fangst/ports/intake_format.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What a format makes of one message.
namespace fangst::support {

/// Of a message that must be taken in. The test fails, and names the faults, when it is refused, and when what it
/// becomes is no valid submission.
ports::ParsedIntake accepted(const ports::IntakeFormat& format, std::string_view message,
                             const ports::SourceProfile& source);

/// The code of a message that must be refused as invalid_input; "(accepted)" when it is not.
std::string refusal_code(const ports::IntakeFormat& format, std::string_view message,
                         const ports::SourceProfile& source);

/// The pointers of its faulty fields, in the order that they are told; {"(accepted)"} when it is not refused.
std::vector<std::string> faulty_fields(const ports::IntakeFormat& format, std::string_view message,
                                       const ports::SourceProfile& source);

}  // namespace fangst::support

#pragma once

#include <fangst/ports/intake_format.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What a format makes of one message.
namespace fangst::support {

/// A source of synthetic people, with these settings of the format.
ports::SourceProfile source_of(const ports::IntakeFormat& format,
                               const std::map<std::string, ports::SettingValue>& settings = {});

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

/// Expects that the message is refused for this field alone, and that the sender is told these words of it.
void expect_only_fault(const ports::IntakeFormat& format, std::string_view message, const ports::SourceProfile& source,
                       const std::string& pointer, const std::string& words);

/// What the format says at start of a setting with this value: "" when it may have it.
std::string setting_fault(const ports::IntakeFormat& format, const std::string& setting, const std::string& value);

}  // namespace fangst::support

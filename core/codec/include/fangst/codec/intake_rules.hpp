#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/noark.hpp>

#include <string>
#include <string_view>

/// Rules that are the same for every intake format. Pure functions.
namespace fangst::codec {

/// Replaces a name in a public title.
inline constexpr std::string_view kMasked = "*****";

/// Unntatt offentlighet (UO) by `hjemmel`, for 60 years from `from` (M505).
model::Skjerming skjerming_by(std::string hjemmel, model::Date from);

/// "Vedtak - *****"
std::string masked_title(std::string_view what);

/// For a message that was understood and has faulty fields: `invalid_input`, code "<code_prefix>.ugyldig".
Error invalid_fields(std::string_view code_prefix, std::vector<FieldError> fields);

/// For a message that this format does not accept: `invalid_input`, code "<code_prefix>.<reason>".
Error unwanted_message(std::string_view code_prefix, std::string_view reason, std::string public_text);

/// For a source that lacks a setting, so that nothing can be accepted: `internal`, code
/// "<code_prefix>.mangler_innstilling".
Error incomplete_source(std::string_view code_prefix, std::string_view setting);

}  // namespace fangst::codec

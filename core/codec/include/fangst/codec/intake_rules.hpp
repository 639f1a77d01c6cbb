#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/noark.hpp>

#include <string>
#include <string_view>

/// What every inbound adapter decides alike.
namespace fangst::codec {

/// What stands for a name in a public title.
inline constexpr std::string_view kMasked = "*****";

/// Unntatt offentlighet (UO) by `hjemmel`, for 60 years from `from` (M505).
model::Skjerming skjerming_by(std::string hjemmel, model::Date from);

/// "Vedtak - *****"
std::string masked_title(std::string_view what);

/// The error of a message that was understood and has faulty fields.
Error invalid_fields(std::string_view code_prefix, std::vector<FieldError> fields);

/// The error of a message that this adapter does not take, whatever its fields say.
Error unwanted_message(std::string_view code_prefix, std::string_view reason, std::string public_text);

/// The error of a source that is not fully set up: nothing is taken in before it is.
Error incomplete_source(std::string_view code_prefix, std::string_view setting);

}  // namespace fangst::codec

#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/model/submission.hpp>

#include <string>
#include <string_view>

/// The generic submission format, schemas/innsending.schema.json, in which the store also keeps submissions. Pure
/// functions.
namespace fangst::codec {

/// Canonical: keys sorted, and absent optional members not written, so that equal content gives equal bytes.
std::string to_json(const model::SubmissionContent& content);

/// Reads and checks. `invalid_input` names every faulty field at once by JSON Pointer; unknown keys are faults.
/// Identity numbers are checked against `realm`; external keys must not hold one.
Result<model::SubmissionContent> from_json(std::string_view json, model::IdentityRealm realm);

/// Reads what to_json wrote; the checks were made at intake. `corrupt` when it does not parse.
Result<model::SubmissionContent> from_stored_json(std::string_view json);

/// The fingerprint of invariant 2: SHA-256 over the canonical content with the documents by hash.
model::Sha256 fingerprint(const model::SubmissionContent& content);

}  // namespace fangst::codec

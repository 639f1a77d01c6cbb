#pragma once

#include <fangst/codec/json_object.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/model/submission.hpp>

namespace fangst::codec {

/// Takes the outermost object of a submission apart. `realm` is used only when the object is doubted.
model::SubmissionContent read_submission(JsonObject& in, model::IdentityRealm realm);

}  // namespace fangst::codec

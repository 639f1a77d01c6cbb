#pragma once

#include "msg_head.hpp"

#include <fangst/ports/intake_format.hpp>

namespace fangst::gerica {

/// The message as a submission: the mapping table of the README. `xml` is the message as it came.
Result<ports::ParsedIntake> to_submission(MsgHead head, std::string_view xml, const ports::SourceProfile& source);

}  // namespace fangst::gerica

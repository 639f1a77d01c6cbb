#pragma once

#include "msg_head.hpp"

#include <fangst/error/result.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/schemas/xml_document.hpp>

namespace fangst::gerica {

Result<MsgHead> read_msg_head(const schemas::XmlDocument& document, model::IdentityRealm realm);

}  // namespace fangst::gerica

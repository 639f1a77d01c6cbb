#pragma once

#include "msg_head.hpp"
#include "xml_fields.hpp"

namespace fangst::gerica {

/// Reads the Dialogmelding that is the content of the message.
Notat read_dialogmelding(const XmlNode& dialogmelding, XmlFaults& faults);
bool is_dialogmelding(const XmlNode& node);

}  // namespace fangst::gerica

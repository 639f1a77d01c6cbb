#pragma once

#include "digipost/xml_element.hpp"

#include <string>

namespace fangst::sandbox {

inline constexpr const char* kDigipostSpace = "http://api.digipost.no/schema/v8";
inline constexpr const char* kDigipostXml = "application/vnd.digipost-v8+xml";

/// Empty when the element is a <message> (or <identification>) of v8; else what is wrong.
std::string check_message(const XmlElement& root);
std::string check_identification(const XmlElement& root);

}  // namespace fangst::sandbox

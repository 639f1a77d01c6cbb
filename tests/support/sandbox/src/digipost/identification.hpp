#pragma once

#include "digipost/xml_element.hpp"
#include "shared/people.hpp"

#include <string>

namespace fangst::sandbox {

/// What Digipost knows of a recipient.
struct Identification {
  std::string result;  ///< DIGIPOST, IDENTIFIED, UNIDENTIFIED or INVALID.
  std::string reason;  ///< Of the last two.
};

/// `holder` is an <identification> or a message's <recipient>. An empty result: it names nobody.
Identification identify(const XmlElement& holder, const People& people);
/// The identity that is looked up; empty when it is by name or address.
std::string identity_in(const XmlElement& holder);

std::string to_xml(const Identification& identification);
std::string to_xml_with_key(const Identification& identification, const std::string& key_pem);

}  // namespace fangst::sandbox

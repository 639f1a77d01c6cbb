#pragma once

#include "digipost/digipost_error.hpp"
#include "digipost/digipost_upload.hpp"
#include "digipost/xml_element.hpp"
#include "shared/installation.hpp"
#include "shared/people.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fangst::sandbox {

/// The primary document first, then the attachments.
std::vector<const XmlElement*> documents_of(const XmlElement& message);

/// Who the letter is from: the message's sender, or the broker.
std::variant<std::int64_t, DigipostError> sender_of(const XmlElement& message, const Installation& installation);

/// Where the letter goes: "DIGIPOST", "PRINT" or "PENDING"; or why it cannot go.
std::variant<std::string, DigipostError> channel_of(const XmlElement& message, const People& people);

/// Permissions, subjects, notifications, addresses; the message has passed the schema.
std::optional<DigipostError> check_message_rules(const XmlElement& message, TimePoint now);
/// The files against the documents, and their content for the channel.
std::optional<DigipostError> check_files(const XmlElement& message, const std::vector<DigipostFile>& files,
                                         const std::string& channel);

}  // namespace fangst::sandbox

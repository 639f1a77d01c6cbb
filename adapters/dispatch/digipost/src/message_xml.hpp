#pragma once

#include <fangst/digipost/digipost_dispatcher.hpp>

#include <string>
#include <vector>

namespace fangst::digipost {

/// The message of a letter, and the uuids that bind it to the files of the same request, in the same order.
struct Message {
  std::string xml;
  std::vector<std::string> uuids;
};

/// The uuid of one document: the letter's own, else derived from its key; always lower case, as the schema wants.
std::string document_uuid(const ports::OutgoingLetter& letter, std::size_t index);

/// `invalid_input` for a letter that Digipost would not take, found before anything is sent.
Result<Message> compose_message(const ports::OutgoingLetter& letter, const DigipostSettings& settings);

}  // namespace fangst::digipost

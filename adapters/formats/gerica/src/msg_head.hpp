#pragma once

#include <fangst/model/noark.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::gerica {

inline constexpr std::string_view kMsgHead = "http://www.kith.no/xmlstds/msghead/2006-05-24";

struct Organisation {
  std::string name;
  std::string unit;  ///< The innermost organisation, when there is one inside.
  std::string organisasjonsnummer;
  std::vector<std::string> her_ids;  ///< Of the organisation and its units.
};

struct Patient {
  std::string navn;
  model::PersonIdentifier foedselsnummer;
  std::optional<model::Adresse> adresse;
};

struct Attachment {
  std::string description;
  std::string mime_type;
  std::string bytes;
};

/// The note or the question of the Dialogmelding.
struct Notat {
  bool is_tjenestetilbud = false;
  std::string_view public_word;  ///< What kind it is, in our own words: fit for a public title.
  std::string title;
  std::string key;  ///< DokIdNotat or DokIdForesp; empty when not given.
  std::optional<model::Date> date;
  std::string saksbehandler;
};

/// The message as it was written, checked and not yet mapped.
struct MsgHead {
  std::string msg_id;
  model::Date generated{};
  Organisation sender, receiver;
  std::vector<Organisation> other_receivers;
  Patient patient;
  Notat notat;
  std::vector<Attachment> attachments;
};

}  // namespace fangst::gerica

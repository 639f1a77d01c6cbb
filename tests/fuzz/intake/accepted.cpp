#include "accepted.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/text/identity_numbers.hpp>

namespace fangst::fuzz {
namespace {

void check_refusal(const Error& error) {
  require(error.kind() == ErrorKind::invalid_input || error.kind() == ErrorKind::too_large, "refused as input");
  require_sound(error);
  require(error.fields().size() <= 100, "a bounded list of faults");
  for (const auto& field : error.fields()) {
    require(!text::contains_foedselsnummer(field.pointer), "pointer without identity numbers");
    require(!text::contains_foedselsnummer(field.message), "message without identity numbers");
  }
}

}  // namespace

ports::SourceProfile source(const ports::IntakeFormat& format) {
  ports::SourceProfile profile;
  profile.name = model::SourceName("kilde");
  profile.fagsystem = "Fagsystem";
  profile.realm = model::IdentityRealm::synthetic;
  profile.settings = ports::SettingValues(format.settings());
  const std::map<std::string, ports::SettingValue> given{{"egne_her_ider", std::vector<std::string>{"90000001"}},
                                                         {"skjermingshjemmel", "Offl. § 13"},
                                                         {"ekspeder_til_pasient", true}};
  for (const auto& setting : format.settings()) {
    if (const auto value = given.find(setting.name); value != given.end())
      profile.settings.give(value->first, value->second);
  }
  return profile;
}

void check(const Result<ports::ParsedIntake>& parsed) {
  if (!parsed) return check_refusal(parsed.error());
  const auto json = codec::to_json(parsed->content);
  const auto again = codec::from_json(json, model::IdentityRealm::synthetic);
  require(again.has_value(), "what is accepted is a valid submission");
  require(codec::to_json(*again) == json, "written and read without change");
  const auto stored = codec::from_stored_json(json);
  require(stored && codec::to_json(*stored) == json, "kept without change");
  for (const auto& document : parsed->embedded) {
    require(document.index < parsed->content.dokumenter.size(), "an embedded document belongs to one of the documents");
  }
}

}  // namespace fangst::fuzz

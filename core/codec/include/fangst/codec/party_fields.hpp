#pragma once

#include <fangst/codec/json_object.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/model/noark.hpp>

/// Parties and addresses: written and checked in the same way in every JSON format that Fangst defines.
namespace fangst::codec {

model::PersonIdentifier read_foedselsnummer(JsonObject& in, std::string_view key, Need need,
                                            model::IdentityRealm realm);
std::string read_organisasjonsnummer(JsonObject& in, std::string_view key, Need need);
/// An address in Norway needs postnummer and poststed.
std::optional<model::Adresse> read_adresse(JsonObject& in, std::string_view key);

/// Somebody as an event names them: `type` PERSON with fnr or VIRKSOMHET with orgnr, navn, and adresse. The caller sets
/// their role (korrespondanseparttype).
model::Korrespondansepart read_aktoer(JsonObject& in, model::IdentityRealm realm);

}  // namespace fangst::codec

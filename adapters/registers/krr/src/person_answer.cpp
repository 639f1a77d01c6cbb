#include "person_answer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace fangst::krr {
namespace {

using Json = nlohmann::json;
using ports::Kontaktopplysning;
using ports::KrrStatus;

/// Empty when absent, null or not a text: the registry leaves out what it does not know, and what the token may not
/// see.
std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& object_of(const Json& parent, const char* key) {
  static const Json kNone = Json::object();
  const auto found = parent.find(key);
  return found != parent.end() && found->is_object() ? *found : kNone;
}

/// When the person last changed or confirmed this; the later of the two counts (national.md 1.7). A time that cannot be
/// read proves nothing.
std::optional<model::Timestamp> last_confirmed(const Json& contact, const std::string& what) {
  const auto changed = model::parse_timestamp(text_of(contact, (what + "_oppdatert").c_str()));
  const auto confirmed = model::parse_timestamp(text_of(contact, (what + "_sist_verifisert").c_str()));
  return std::max(changed, confirmed);  // an empty optional is the least
}

std::optional<KrrStatus> status_of(const std::string& word) {
  if (word == "AKTIV") return KrrStatus::aktiv;
  if (word == "SLETTET") return KrrStatus::slettet;
  if (word == "IKKE_REGISTRERT") return KrrStatus::ikke_registrert;
  return std::nullopt;
}

void read_contact(const Json& person, Kontaktopplysning& known) {
  const auto& contact = object_of(person, "kontaktinformasjon");
  if (!text_of(contact, "epostadresse").empty()) known.epost_sist_bekreftet = last_confirmed(contact, "epostadresse");
  if (!text_of(contact, "mobiltelefonnummer").empty()) {
    known.mobil_sist_bekreftet = last_confirmed(contact, "mobiltelefonnummer");
  }
  const auto& mailbox = object_of(person, "digital_post");
  // Either may be an empty string, which means that there is no mailbox.
  if (text_of(mailbox, "postkasseadresse").empty() || text_of(person, "sertifikat").empty()) return;
  known.har_digital_postkasse = true;
  known.postkasseleverandoer = text_of(mailbox, "postkasseleverandoeradresse");
}

Result<Kontaktopplysning> read_person(const Json& person) {
  Kontaktopplysning known;
  const auto status = status_of(text_of(person, "status"));
  if (!status) return Failure(unreadable("a row with an unknown status"));
  known.status = *status;
  if (known.status != KrrStatus::aktiv) return known;
  const auto reservation = text_of(person, "reservasjon");
  if (reservation != "JA" && reservation != "NEI") return Failure(unreadable("an active person without a reservation"));
  known.reservert = reservation == "JA";
  known.kan_varsles = text_of(person, "varslingsstatus") == "KAN_VARSLES";
  read_contact(person, known);
  return known;
}

}  // namespace

Error unreadable(std::string detail) {
  return {ErrorKind::unavailable, "krr.ugyldig_svar", "krr.personer",
          PublicText{"Svaret fra kontakt- og reservasjonsregisteret kunne ikke tolkes. Det prøves igjen."},
          PrivateDetail{std::move(detail)}};
}

Result<Answers> read_people(std::string_view body, const std::vector<std::string>& asked_for) {
  const auto json = Json::parse(body, nullptr, false);
  const auto people = json.is_object() ? json.find("personer") : json.end();
  if (!json.is_object() || people == json.end() || !people->is_array()) {
    return Failure(unreadable("the answer holds no list of people"));
  }
  const std::set<std::string> wanted(asked_for.begin(), asked_for.end());
  Answers answers;
  for (const auto& person : *people) {
    if (!person.is_object()) return Failure(unreadable("a row that is not an object"));
    auto number = text_of(person, "personidentifikator");
    if (wanted.contains(number)) answers.emplace(std::move(number), read_person(person));
  }
  for (const auto& number : asked_for) answers.emplace(number, Kontaktopplysning{});
  return answers;
}

}  // namespace fangst::krr

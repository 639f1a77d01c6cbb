#include "krr/person_answer.hpp"

#include "shared/times.hpp"

#include <nlohmann/json.hpp>

#include <functional>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

/// A small number that is the same for a person every time: people differ in form, one person does not.
std::size_t variant_of(const Person& person) { return std::hash<std::string>{}(person.id); }

const char* yes_or_no(bool value) { return value ? "JA" : "NEI"; }

json contact_information(const Person& person) {
  json contact = json::object();
  const bool old_change = variant_of(person) % 3 == 0;
  // Changed long ago but confirmed lately is valid: the trap of X_oppdatert and X_sist_verifisert.
  const auto changed = [old_change](TimePoint confirmed) {
    return to_hour_offset_text(old_change ? confirmed - std::chrono::days(900) : confirmed - std::chrono::hours(1));
  };
  if (person.has_mail) {
    contact["epostadresse"] = "NULLstillt@default.digdir.no";
    contact["epostadresse_oppdatert"] = changed(person.mail_confirmed);
    contact["epostadresse_sist_verifisert"] = to_utc_text(person.mail_confirmed);
    if (variant_of(person) % 2 == 0) contact["epostadresse_sist_validert"] = to_utc_text(person.mail_confirmed);
    contact["epostadresse_duplisert"] = yes_or_no(variant_of(person) % 4 == 0);
  }
  if (person.has_mobile) {
    contact["mobiltelefonnummer"] = "+4799999999";
    contact["mobiltelefonnummer_oppdatert"] = changed(person.mobile_confirmed);
    contact["mobiltelefonnummer_sist_verifisert"] = variant_of(person) % 2 == 0
                                                        ? to_utc_text(person.mobile_confirmed)
                                                        : to_hour_offset_text(person.mobile_confirmed);
  }
  return contact;
}

void add_mailbox(json& answer, const Person& person, const std::string& certificate) {
  if (person.empty_mailbox) {
    answer["digital_post"] = {{"postkasseadresse", ""}, {"postkasseleverandoeradresse", ""}};
    answer["sertifikat"] = "";
  } else if (!person.mailbox.empty()) {
    answer["digital_post"] = {
        {"postkasseadresse", "syntetisk.person#" + std::to_string(1000 + variant_of(person) % 9000)},
        {"postkasseleverandoeradresse", person.mailbox == "eboks" ? "922020175" : "984661185"}};
    answer["sertifikat"] = person.empty_certificate ? "" : certificate;
  }
}

}  // namespace

json answer_for(const Person& person, TimePoint now, const AnswerView& view) {
  if (person.status == RegistryStatus::not_registered) return answer_for_unknown(person.id);
  json answer{{"personidentifikator", person.id},
              {"reservasjon", yes_or_no(person.reserved)},
              {"status", person.status == RegistryStatus::active ? "AKTIV" : "SLETTET"}};
  const bool notifiable = person.may_be_notified(now);
  const std::string notice =
      !person.notice_status.empty() ? person.notice_status : (notifiable ? "KAN_VARSLES" : "KAN_IKKE_VARSLES");
  if (view.contact) answer["varslingsstatus"] = notice;
  if (person.status == RegistryStatus::deleted) return answer;

  answer["reservasjon_oppdatert"] = to_hour_offset_text(person.mail_confirmed - std::chrono::days(400));
  if (person.reserved) answer["reservasjonstidspunkt"] = to_utc_text(person.mail_confirmed - std::chrono::days(400));
  const bool fresh = person.mail_is_fresh(now) || person.mobile_is_fresh(now);
  const bool filtered = view.expired == AnswerView::Expired::filtered ||
                        (view.expired == AnswerView::Expired::as_the_person_says && person.filtered);
  const bool withheld = !fresh && filtered;
  if (view.contact) {
    const json contact = contact_information(person);
    if (!withheld && !contact.empty()) answer["kontaktinformasjon"] = contact;
    answer["spraak"] = "nb";
    if (variant_of(person) % 5 == 0) answer["spraak_oppdatert"] = nullptr;
  }
  if (view.digital_post && !withheld) add_mailbox(answer, person, view.certificate);
  if (variant_of(person) % 7 == 0) answer["ny_opplysning"] = {{"versjon", 1}};
  return answer;
}

json answer_for_unknown(const std::string& id) {
  return {{"personidentifikator", id}, {"reservasjon", "NEI"}, {"status", "IKKE_REGISTRERT"}};
}

}  // namespace fangst::sandbox

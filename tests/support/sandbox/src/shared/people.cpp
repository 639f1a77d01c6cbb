#include "shared/people.hpp"

#include "shared/identity_numbers.hpp"
#include "shared/times.hpp"

#include <nlohmann/json.hpp>

#include <mutex>
#include <utility>

namespace fangst::sandbox {
namespace {

constexpr int kFreshMonths = 18;

std::string_view text_of(RegistryStatus status) {
  switch (status) {
    case RegistryStatus::active:
      return "AKTIV";
    case RegistryStatus::deleted:
      return "SLETTET";
    default:
      return "IKKE_REGISTRERT";
  }
}

std::optional<RegistryStatus> parse_status(std::string_view text) {
  if (text == "AKTIV") return RegistryStatus::active;
  if (text == "SLETTET") return RegistryStatus::deleted;
  if (text == "IKKE_REGISTRERT") return RegistryStatus::not_registered;
  return std::nullopt;
}

/// {"confirmed": "2026-01-01T00:00:00Z"} or {"confirmed": {"daysAgo": 3}}
std::optional<TimePoint> confirmed_at(const nlohmann::json& json, const char* name, TimePoint now, TimePoint fallback) {
  if (!json.contains(name)) return fallback;
  const auto& value = json.at(name);
  if (value.is_object()) return now - std::chrono::days(value.at("daysAgo").get<int>());
  return parse_time(value.get<std::string>());
}

}  // namespace

bool Person::mail_is_fresh(TimePoint now) const {
  return has_mail && mail_confirmed >= months_before(now, kFreshMonths);
}

bool Person::mobile_is_fresh(TimePoint now) const {
  return has_mobile && mobile_confirmed >= months_before(now, kFreshMonths);
}

bool Person::may_be_notified(TimePoint now) const {
  return status == RegistryStatus::active && !reserved && (mail_is_fresh(now) || mobile_is_fresh(now));
}

void People::add(Person person) {
  std::unique_lock lock(mutex_);
  std::string id = person.id;
  people_.insert_or_assign(std::move(id), std::move(person));
}

std::optional<Person> People::find(std::string_view id) const {
  std::shared_lock lock(mutex_);
  const auto found = people_.find(std::string(id));
  if (found == people_.end()) return std::nullopt;
  return found->second;
}

nlohmann::json People::describe() const {
  auto list = nlohmann::json::array();
  std::shared_lock lock(mutex_);
  for (const auto& [id, person] : people_) list.push_back(to_json(person));
  return list;
}

std::optional<Person> person_from_json(const nlohmann::json& json, TimePoint now, std::string& problem) {
  Person person;
  try {
    person.id = json.contains("orgnr") ? json.at("orgnr").get<std::string>() : json.at("fnr").get<std::string>();
    const auto status = parse_status(json.value("status", "AKTIV"));
    const TimePoint days_ago = now - std::chrono::days(json.value("daysAgo", 30));
    const auto confirmed = confirmed_at(json, "confirmed", now, days_ago);
    const auto mobile_confirmed = confirmed_at(json, "mobileConfirmed", now, confirmed.value_or(days_ago));
    if (!status || !confirmed || !mobile_confirmed) {
      problem = status ? "confirmed is not a time" : "unknown status";
      return std::nullopt;
    }
    person.status = *status;
    person.mail_confirmed = *confirmed;
    person.mobile_confirmed = *mobile_confirmed;
    if (json.contains("mobileDaysAgo")) {
      person.mobile_confirmed = now - std::chrono::days(json.at("mobileDaysAgo").get<int>());
    }
    person.reserved = json.value("reservert", false);
    person.has_mail = json.value("mail", true);
    person.has_mobile = json.value("mobile", true);
    person.mailbox = json.value("mailbox", "");
    person.empty_mailbox = json.value("emptyMailbox", false);
    person.empty_certificate = json.value("emptyCertificate", false);
    person.filtered = json.value("filtered", true);
    person.reads = json.value("reads", true);
    person.notice_status = json.value("varslingsstatus", "");
    person.digipost = json.value("digipost", "");
    person.row = json.value("row", "");
  } catch (const nlohmann::json::exception& wrong) {
    problem = wrong.what();
    return std::nullopt;
  }
  const bool known_form =
      person.id.size() == 9 ? is_orgnr(person.id) : classify_identity(person.id) == IdentityKind::tenor;
  if (!known_form) problem = "not a synthetic identity number (+80 on the month) or orgnr with valid control digits";
  return known_form ? std::optional(std::move(person)) : std::nullopt;
}

nlohmann::json to_json(const Person& person) {
  nlohmann::json json{{person.id.size() == 9 ? "orgnr" : "fnr", person.id},
                      {"status", text_of(person.status)},
                      {"reservert", person.reserved},
                      {"confirmed", to_utc_text(person.mail_confirmed)},
                      {"mail", person.has_mail},
                      {"mobile", person.has_mobile},
                      {"mailbox", person.mailbox},
                      {"emptyMailbox", person.empty_mailbox},
                      {"emptyCertificate", person.empty_certificate},
                      {"filtered", person.filtered},
                      {"reads", person.reads},
                      {"row", person.row}};
  if (person.mobile_confirmed != person.mail_confirmed) json["mobileConfirmed"] = to_utc_text(person.mobile_confirmed);
  if (!person.notice_status.empty()) json["varslingsstatus"] = person.notice_status;
  if (!person.digipost.empty()) json["digipost"] = person.digipost;
  return json;
}

}  // namespace fangst::sandbox

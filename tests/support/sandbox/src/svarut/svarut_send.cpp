#include "shared/identity_numbers.hpp"
#include "svarut/forsendelse_rules.hpp"
#include "svarut/svarut_auth.hpp"
#include "svarut/svarut_service.hpp"

#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

/// What a fault's `match` is compared with: our key, the recipient and the title.
std::vector<std::string> subjects_of(const json& f) {
  std::vector<std::string> subjects;
  if (!f.is_object()) return subjects;
  for (const char* name : {"eksternReferanse", "tittel"}) {
    if (f.contains(name) && f[name].is_string()) subjects.push_back(f[name]);
  }
  if (f.contains("mottaker") && f["mottaker"].is_object()) {
    for (const char* name : {"digitalId", "navn"}) {
      if (f["mottaker"].contains(name) && f["mottaker"][name].is_string()) subjects.push_back(f["mottaker"][name]);
    }
  }
  return subjects;
}

std::string recipient_of(const json& f) {
  const auto& recipient = f.at("mottaker");
  return recipient_hash(recipient.contains("digitalId") ? recipient.at("digitalId").get<std::string>()
                                                        : recipient.dump());
}

/// Same recipient, title, sender and files: that is what the duplicate guard goes by, whatever the eksternReferanse.
std::string content_of(const json& f, const ReceivedForsendelse& received) {
  json content = json::array({recipient_of(f), f.at("tittel"), f.value("avgivendeSystem", "")});
  for (const auto& file : received.files) content.push_back(file.filename + ":" + file.sha256);
  return crypto::sha256(content.dump()).hex();
}

}  // namespace

Reply SvarUtService::send(ReceivedForsendelse& received) {
  const auto forsendelse = json::parse(received.metadata, nullptr, false);
  const auto subjects = subjects_of(forsendelse);
  if (holds_identity(received.head.target)) world_.calls.count_identity_in_url();
  const auto fault = world_.faults.take("svarut", "send", subjects);
  const Refusal refuse = refusal(received.head);
  auto reply = reply_before(fault, refuse);
  if (!reply) reply = reply_after(fault, accept(received, forsendelse, fault), refuse);
  world_.calls.count("svarut", "send", reply->response.status);
  return *std::move(reply);
}

http::Response SvarUtService::accept(const ReceivedForsendelse& received, const json& forsendelse,
                                     const std::optional<Fault>& fault) {
  if (auto wrong = check_fiks_access(received.head, tokens_, world_.installation)) return error(*wrong, received.head);
  if (!received.problem.empty()) return error({400, "UGYLDIG_MULTIPART", received.problem, {}}, received.head);
  if (!forsendelse.is_object()) {
    return error({400, "UGYLDIG_FORSENDELSE", "Ugyldig innhold: forsendelse er ikke JSON", {}}, received.head);
  }
  Violations violations;
  check(forsendelse, forsendelse_schema(received.kind), "", violations);
  if (!violations.empty()) {
    const auto& [pointer, what] = *violations.begin();
    return error({400, "UGYLDIG_FORSENDELSE", "Ugyldig innhold: " + pointer + " " + what, violations}, received.head);
  }
  if (auto wrong = check_rules(forsendelse, received, world_.clock.now())) return error(*wrong, received.head);
  return take_on(received, forsendelse, fault);
}

http::Response SvarUtService::take_on(const ReceivedForsendelse& received, const json& forsendelse,
                                      const std::optional<Fault>& fault) {
  const TimePoint now = world_.clock.now();
  ShipmentPath path = choose_path(forsendelse, received, world_.people, now);
  if (fault && fault->action == FaultAction::end_status) path.statuses = "MOTTATT>AKSEPTERT>" + fault->code;
  Letter letter{"svarut",          forsendelse.value("eksternReferanse", ""),
                crypto::uuid_v4(), recipient_of(forsendelse),
                path.channel,      {}};
  for (const auto& file : received.files) letter.documents.push_back(file.sha256);
  if (!shipments_.take_on(letter, content_of(forsendelse, received), path.statuses, now)) {
    return error(duplicate_error(), received.head);
  }
  return json_response(200, {{"id", letter.external_id}});
}

}  // namespace fangst::sandbox

#include "shared/times.hpp"
#include "svarut/svarut_auth.hpp"
#include "svarut/svarut_service.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

bool is_id_list(const json& wanted) {
  if (!wanted.is_object() || !wanted.contains("id") || !wanted["id"].is_array() || wanted["id"].empty()) return false;
  return std::all_of(wanted["id"].begin(), wanted["id"].end(), [](const json& id) {
    if (!id.is_string() || id.get_ref<const std::string&>().size() != 36) return false;
    const auto& text = id.get_ref<const std::string&>();
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c == '-' || std::isxdigit(c) != 0; });
  });
}

}  // namespace

Reply SvarUtService::status(const Call& call) {
  const auto wanted = json::parse(call.body, nullptr, false);
  std::vector<std::string> subjects;
  if (is_id_list(wanted) && !world_.faults.empty()) {
    for (const auto& id : wanted["id"]) {
      subjects.push_back(id);
      if (const auto shipment = shipments_.find(id)) subjects.push_back(shipment->reference);
    }
  }
  const auto fault = world_.faults.take("svarut", "status", subjects);
  const Refusal refuse = refusal(call.head);
  auto reply = reply_before(fault, refuse);
  if (!reply) reply = reply_after(fault, statuses(call, wanted, fault), refuse);
  world_.calls.count("svarut", "status", reply->response.status);
  return *std::move(reply);
}

http::Response SvarUtService::statuses(const Call& call, const json& wanted, const std::optional<Fault>& fault) {
  if (auto wrong = check_fiks_access(call.head, tokens_, world_.installation)) return error(*wrong, call.head);
  if (media_type(call.head.header("content-type")) != "application/json") {
    return error({415, "", "Content-Type må være application/json", {}}, call.head);
  }
  if (!is_id_list(wanted)) return error({400, "UGYLDIG_SOK", "id må være en liste av UUID-er", {}}, call.head);
  auto list = json::array();
  const TimePoint now = world_.clock.now();
  for (const auto& id : wanted["id"]) {
    const auto shipment = shipments_.find(id);
    if (!shipment) continue;
    const auto [status, since] = status_at(*shipment->statuses, shipment->accepted, now, world_.settings.status_delay);
    const bool overridden = fault && fault->action == FaultAction::end_status &&
                            (shipment->reference.find(fault->match) != std::string::npos || id == fault->match);
    list.push_back({{"id", id},
                    {"sisteStatusEndring", to_offset_text(since)},
                    {"status", overridden ? fault->code : std::string(status)}});
  }
  return json_response(200, {{"statuser", std::move(list)}});
}

Reply SvarUtService::find(const Call& call) {
  const auto reference = call.head.query.find("eksternRef");
  const bool given = reference != call.head.query.end() && !reference->second.empty();
  const auto fault = world_.faults.take(
      "svarut", "find", given ? std::vector<std::string>{reference->second} : std::vector<std::string>{});
  const Refusal refuse = refusal(call.head);
  auto reply = reply_before(fault, refuse);
  if (!reply) {
    http::Response response;
    if (auto wrong = check_fiks_access(call.head, tokens_, world_.installation)) {
      response = error(*wrong, call.head);
    } else if (!given) {
      response = error({400, "", "eksternRef mangler", {}}, call.head);
    } else {
      response = json_response(200, {{"forsendelseIds", shipments_.by_reference(reference->second)}});
    }
    reply = reply_after(fault, std::move(response), refuse);
  }
  world_.calls.count("svarut", "find", reply->response.status);
  return *std::move(reply);
}

}  // namespace fangst::sandbox

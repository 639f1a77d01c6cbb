#include "control/webhook_service.hpp"

#include "shared/identity_numbers.hpp"
#include "shared/times.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hmac.hpp>

#include <charconv>
#include <cstdlib>
#include <optional>

namespace fangst::sandbox {
namespace {

constexpr std::int64_t kSignatureSeconds = 300;

http::Response refusal(const Fault& fault) {
  return proxy_error(fault.action == FaultAction::status ? fault.status : 400, "/webhook", fault.body);
}

http::Response say_no(int status, const char* why) { return json_response(status, {{"error", why}}); }

/// "t=<unix>,v1=<hex>", in this order and nothing else.
struct SignatureHeader {
  std::int64_t at = 0;
  std::string_view time_text;
  std::string_view digest;
};

std::optional<SignatureHeader> parse_signature(std::string_view header) {
  const auto comma = header.find(",v1=");
  if (!header.starts_with("t=") || comma == std::string_view::npos) return std::nullopt;
  SignatureHeader parsed;
  parsed.time_text = header.substr(2, comma - 2);
  parsed.digest = header.substr(comma + 4);
  const auto [end, error] =
      std::from_chars(parsed.time_text.data(), parsed.time_text.data() + parsed.time_text.size(), parsed.at);
  if (error != std::errc() || end != parsed.time_text.data() + parsed.time_text.size()) return std::nullopt;
  return parsed;
}

bool is_cloud_event(const nlohmann::json& event) {
  if (!event.is_object() || event.value("specversion", nlohmann::json()) != "1.0") return false;
  for (const char* name : {"id", "source", "type"}) {
    if (!event.contains(name) || !event[name].is_string() || event[name].get_ref<const std::string&>().empty()) {
      return false;
    }
  }
  const bool time_holds =
      !event.contains("time") || (event["time"].is_string() && parse_time(event["time"].get<std::string>()));
  return time_holds && !(event.contains("data") && event.contains("data_base64"));
}

}  // namespace

void WebhookService::add_routes(http::Router& router) {
  router.add_stream("POST", "/webhook/{source}",
                    whole_body(world_, [this](const Call& call) { return receive(call); }));
}

Reply WebhookService::receive(const Call& call) {
  const auto fault = world_.faults.take("webhook", "receive", {call.head.path_params.at("source"), call.body});
  auto reply = reply_before(fault, refusal);
  if (!reply) reply = reply_after(fault, accept(call), refusal);
  world_.calls.count("webhook", "receive", reply->response.status);
  return *std::move(reply);
}

http::Response WebhookService::accept(const Call& call) {
  if (media_type(call.head.header("content-type")) != "application/cloudevents+json") {
    return say_no(415, "Content-Type must be application/cloudevents+json");
  }
  if (!is_signed(call)) return say_no(401, "X-Fangst-Signature does not hold");
  auto event = nlohmann::json::parse(call.body, nullptr, false);
  if (!is_cloud_event(event)) return say_no(400, "not a CloudEvent 1.0");

  const std::string& source = call.head.path_params.at("source");
  const std::string id = source + '\n' + event["source"].get<std::string>() + '\n' + event["id"].get<std::string>();
  std::lock_guard lock(mutex_);
  const auto [known, is_new] = by_id_.try_emplace(id, entries_.size());
  if (is_new) {
    entries_.push_back({source, std::move(event), to_utc_text(world_.clock.now()), 0, holds_identity(call.body)});
  }
  ++entries_[known->second].count;
  return text_response(204, "", "");
}

bool WebhookService::is_signed(const Call& call) const {
  const auto signature = parse_signature(call.head.header("x-fangst-signature"));
  if (!signature) return false;
  const auto now = std::chrono::floor<std::chrono::seconds>(world_.clock.now()).time_since_epoch().count();
  if (std::abs(now - signature->at) > kSignatureSeconds) return false;
  const std::string message = std::string(signature->time_text) + "." + call.body;
  const std::string expected = crypto::hex(crypto::hmac_sha256(world_.installation.webhook_secret, message));
  return crypto::equal_in_constant_time(expected, signature->digest);
}

nlohmann::json WebhookService::describe() const {
  auto list = nlohmann::json::array();
  std::lock_guard lock(mutex_);
  for (const auto& entry : entries_) {
    list.push_back({{"source", entry.source},
                    {"event", entry.event},
                    {"receivedAt", entry.received_at},
                    {"count", entry.count},
                    {"holdsIdentityNumber", entry.holds_identity}});
  }
  return list;
}

}  // namespace fangst::sandbox

#include "krr/krr_service.hpp"

#include "maskinporten/jwt.hpp"
#include "shared/identity_numbers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace fangst::sandbox {
namespace {

constexpr const char* kPath = "/krr/rest/v2/personer";
constexpr std::size_t kMostPeople = 1000;
constexpr std::string_view kContactScope = "krr:global/kontaktinformasjon.read";
constexpr std::string_view kMailboxScope = "krr:global/digitalpost.read";

http::Response refusal(const Fault& fault) {
  const int status = fault.action == FaultAction::status ? fault.status : 400;
  return proxy_error(status, kPath, fault.body);
}

http::Response unauthorised(TokenFault why) {
  auto response = proxy_error(401, kPath);
  response.headers.emplace_back("WWW-Authenticate",
                                why == TokenFault::missing ? "Bearer" : "Bearer error=\"invalid_token\"");
  return response;
}

/// The base64 between the lines of a PEM block.
std::string der_text(const std::string& pem) {
  std::string text;
  for (std::size_t at = pem.find('\n') + 1; at < pem.size();) {
    const std::size_t end = std::min(pem.find('\n', at), pem.size());
    if (pem[at] == '-') break;
    text.append(pem, at, end - at);
    at = end + 1;
  }
  return text;
}

AnswerView::Expired expired_mode(const std::optional<Fault>& fault) {
  if (!fault || fault->action != FaultAction::filter) return AnswerView::Expired::as_the_person_says;
  return fault->code == "off" ? AnswerView::Expired::unfiltered : AnswerView::Expired::filtered;
}

}  // namespace

KrrService::KrrService(World& world, TokenCheck& tokens)
    : world_(world), tokens_(tokens), certificate_(der_text(world.installation.mailbox_certificate)) {}

void KrrService::add_routes(http::Router& router) {
  router.add_stream("POST", kPath, whole_body(world_, [this](const Call& call) { return lookup(call); }));
}

Reply KrrService::lookup(const Call& call) {
  const auto wanted = parse(call.body);
  const auto fault = world_.faults.take("krr", "lookup", wanted ? wanted->ids : std::vector<std::string>{});
  auto reply = reply_before(fault, refusal);
  if (!reply) reply = reply_after(fault, answer(call, wanted, fault), refusal);
  world_.calls.count("krr", "lookup", reply->response.status);
  return *std::move(reply);
}

std::optional<KrrService::Lookup> KrrService::parse(const std::string& body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("personidentifikatorer")) return std::nullopt;
  const auto& ids = json["personidentifikatorer"];
  if (!ids.is_array() || ids.empty() || ids.size() > kMostPeople) return std::nullopt;
  Lookup lookup;
  for (const auto& id : ids) {
    if (!id.is_string()) return std::nullopt;
    lookup.ids.push_back(id.get<std::string>());
  }
  if (const auto flag = json.find("inkluderIkkeRegistrerte"); flag != json.end()) {
    if (!flag->is_boolean()) return std::nullopt;
    lookup.include_unregistered = flag->get<bool>();
  }
  return lookup;
}

http::Response KrrService::answer(const Call& call, const std::optional<Lookup>& wanted,
                                  const std::optional<Fault>& fault) {
  const auto token = tokens_.check(call.head.header("authorization"));
  if (const auto* why = std::get_if<TokenFault>(&token)) return unauthorised(*why);
  const auto& facts = std::get<TokenFacts>(token);
  AnswerView view{facts.has(kContactScope), facts.has(kMailboxScope), expired_mode(fault), certificate_};
  if (!view.contact && !view.digital_post) return proxy_error(403, kPath);
  if (media_type(call.head.header("content-type")) != "application/json") return proxy_error(415, kPath);
  const auto accept = call.head.header("accept");
  const bool as_jose = !accept.empty() && accepts(accept, "application/jose") && !accepts(accept, "application/json");
  if (!as_jose && !accepts(accept, "application/json")) return proxy_error(406, kPath);
  if (!wanted) return proxy_error(400, kPath);
  // One bad number spoils the whole call, and the test register knows no real people.
  const bool all_valid = std::all_of(wanted->ids.begin(), wanted->ids.end(), [](const std::string& id) {
    const auto kind = classify_identity(id);
    return kind == IdentityKind::tenor || kind == IdentityKind::nav;
  });
  if (!all_valid) return proxy_error(400, kPath);
  return people(*wanted, std::move(view), as_jose);
}

http::Response KrrService::people(const Lookup& wanted, AnswerView view, bool as_jose) const {
  auto list = nlohmann::json::array();
  std::unordered_set<std::string_view> seen;
  const TimePoint now = world_.clock.now();
  // The registry promises no order; the reverse one is what a client that trusts the order trips over.
  for (auto id = wanted.ids.rbegin(); id != wanted.ids.rend(); ++id) {
    if (!seen.insert(*id).second) continue;
    const auto person = world_.people.find(*id);
    const bool registered = person && person->status != RegistryStatus::not_registered;
    if (registered) {
      list.push_back(answer_for(*person, now, view));
    } else if (wanted.include_unregistered) {
      list.push_back(answer_for_unknown(*id));
    }
  }
  const nlohmann::json body{{"personer", std::move(list)}};
  if (!as_jose) return json_response(200, body);
  const nlohmann::json header{{"alg", "RS256"}, {"kid", world_.installation.server_kid}};
  return text_response(200, "application/jose", sign_jwt(header, body, world_.installation.maskinporten_key));
}

}  // namespace fangst::sandbox

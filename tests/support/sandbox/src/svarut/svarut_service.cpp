#include "svarut/svarut_service.hpp"

#include "svarut/svarut_auth.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace fangst::sandbox {
namespace {

constexpr const char* kForsendelser = "/svarut/api/v3/kontoer/{konto}/forsendelser/";

}  // namespace

SvarUtService::SvarUtService(World& world, TokenCheck& tokens)
    : world_(world), tokens_(tokens), shipments_(world.journal, world.letters) {}

void SvarUtService::add_routes(http::Router& router) {
  add_send_route(router, "person", ForsendelseKind::person);
  add_send_route(router, "organisasjon", ForsendelseKind::organisasjon);
  add_send_route(router, "print", ForsendelseKind::print);
  router.add_stream("POST", std::string(kForsendelser) + "status/sok",
                    whole_body(world_, [this](const Call& call) { return status(call); }));
  router.add_stream("GET", "/svarut/api/v2/kontoer/{konto}/forsendelser",
                    whole_body(world_, [this](const Call& call) { return find(call); }));
  router.add_stream("GET", "/svarut/api/v2/forsendelsestyper",
                    whole_body(world_, [this](const Call& call) { return types(call); }));
}

void SvarUtService::add_send_route(http::Router& router, const char* name, ForsendelseKind kind) {
  router.add_stream("POST", kForsendelser + std::string(name),
                    [this, kind](http::RequestHead head) -> Result<std::unique_ptr<http::BodyConsumer>> {
                      return std::make_unique<Upload>(std::move(head), kind,
                                                      [this](ReceivedForsendelse& received, http::Responder respond) {
                                                        world_.answers.give(send(received), std::move(respond));
                                                      });
                    });
}

Refusal SvarUtService::refusal(const http::RequestHead& head) const {
  return [this, &head](const Fault& fault) {
    if (fault.action == FaultAction::duplicate) return error(duplicate_error(fault.code == "older"), head);
    if (fault.action == FaultAction::status) {
      if (!fault.body.empty() || fault.status >= 500) return proxy_error(fault.status, raw_path(head), fault.body);
      return error({fault.status, fault.code, "Feil bestilt av testen", {}}, head);
    }
    if (fault.code == "GJENTAGENDE_FORSENDELSE") return error(duplicate_error(), head);
    return error({400, fault.code, "Ugyldig innhold", {{"antall", "1"}}}, head);
  };
}

Reply SvarUtService::types(const Call& call) {
  world_.calls.count("svarut", "types", 200);
  if (auto wrong = check_fiks_access(call.head, tokens_, world_.installation)) return {error(*wrong, call.head), {}};
  return {json_response(200, {{"forsendelsestyper", forsendelsestyper()}}), {}};
}

}  // namespace fangst::sandbox

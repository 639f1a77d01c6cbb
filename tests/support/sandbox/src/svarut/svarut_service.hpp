#pragma once

#include "maskinporten/token_check.hpp"
#include "shared/call.hpp"
#include "shared/world.hpp"
#include "svarut/shipments.hpp"
#include "svarut/svarut_error.hpp"
#include "svarut/upload.hpp"

#include <fangst/http/router.hpp>

#include <nlohmann/json_fwd.hpp>

namespace fangst::sandbox {

/// /svarut: Send v3, Status v3 and the look-up by eksternReferanse (v2).
class SvarUtService {
 public:
  SvarUtService(World& world, TokenCheck& tokens);
  void add_routes(http::Router& router);

 private:
  void add_send_route(http::Router& router, const char* name, ForsendelseKind kind);
  Reply send(ReceivedForsendelse& received);
  http::Response accept(const ReceivedForsendelse& received, const nlohmann::json& forsendelse,
                        const std::optional<Fault>& fault);
  http::Response take_on(const ReceivedForsendelse& received, const nlohmann::json& forsendelse,
                         const std::optional<Fault>& fault);
  Reply status(const Call& call);
  http::Response statuses(const Call& call, const nlohmann::json& wanted, const std::optional<Fault>& fault);
  Reply find(const Call& call);
  Reply types(const Call& call);
  http::Response error(const SvarUtError& error, const http::RequestHead& head) const {
    return to_response(error, head, world_.clock.now());
  }
  Refusal refusal(const http::RequestHead& head) const;

  World& world_;
  TokenCheck& tokens_;
  Shipments shipments_;
};

}  // namespace fangst::sandbox

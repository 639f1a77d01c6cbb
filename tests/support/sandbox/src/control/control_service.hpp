#pragma once

#include "control/webhook_service.hpp"
#include "shared/world.hpp"

#include <fangst/http/router.hpp>

namespace fangst::sandbox {

/// /sandbox: what a test sets up and reads back. No authentication: the sandbox listens on loopback only.
class ControlService {
 public:
  ControlService(World& world, const WebhookService& webhooks) : world_(world), webhooks_(webhooks) {}
  void add_routes(http::Router& router);

 private:
  http::Response add_faults(const std::string& body);
  http::Response put_people(const std::string& body);
  http::Response put_clock(const std::string& body);
  http::Response log(bool summary) const;

  World& world_;
  const WebhookService& webhooks_;
};

}  // namespace fangst::sandbox

#pragma once

#include "maskinporten/grant_check.hpp"
#include "shared/call.hpp"
#include "shared/world.hpp"

#include <fangst/http/router.hpp>

namespace fangst::sandbox {

/// /maskinporten: token endpoint, metadata and keys. The issuer is the base URL + "/maskinporten/".
class MaskinportenService {
 public:
  explicit MaskinportenService(World& world) : world_(world), grants_(world.installation, world.clock) {}
  void add_routes(http::Router& router);

 private:
  std::string issuer() const { return world_.base_url() + "/maskinporten/"; }
  Reply token(const Call& call);
  Reply metadata(const Call& call);
  Reply keys(const Call& call);
  http::Response issue(const Grant& grant, const std::string& flaw);

  World& world_;
  GrantCheck grants_;
};

}  // namespace fangst::sandbox

#pragma once

#include "krr/person_answer.hpp"
#include "maskinporten/token_check.hpp"
#include "shared/call.hpp"
#include "shared/world.hpp"

#include <fangst/http/router.hpp>

#include <string>
#include <variant>
#include <vector>

namespace fangst::sandbox {

/// /krr/rest/v2/personer: Kontakt- og reservasjonsregisteret.
class KrrService {
 public:
  KrrService(World& world, TokenCheck& tokens);
  void add_routes(http::Router& router);

 private:
  struct Lookup {
    std::vector<std::string> ids;
    bool include_unregistered = false;
  };
  Reply lookup(const Call& call);
  http::Response answer(const Call& call, const std::optional<Lookup>& wanted, const std::optional<Fault>& fault);
  http::Response people(const Lookup& wanted, AnswerView view, bool as_jose) const;
  static std::optional<Lookup> parse(const std::string& body);

  World& world_;
  TokenCheck& tokens_;
  std::string certificate_;
};

}  // namespace fangst::sandbox

#include "svarut/svarut_auth.hpp"

#include <variant>

namespace fangst::sandbox {

std::optional<SvarUtError> check_fiks_access(const http::RequestHead& head, TokenCheck& tokens,
                                             const Installation& installation) {
  const auto token = tokens.check(head.header("authorization"));
  const auto* facts = std::get_if<TokenFacts>(&token);
  if (facts == nullptr || !facts->has("ks:fiks")) {
    return SvarUtError{401, "", "Klarte ikke å validere access_token", {}};
  }
  const std::string integration(head.header("integrasjonid"));
  if (integration != installation.integrasjon_id ||
      head.header("integrasjonpassord") != installation.integrasjon_passord ||
      facts->consumer != installation.client.orgnr) {
    return SvarUtError{401, "", "Autentisering feilet for integrasjon med id " + integration, {}};
  }
  const auto konto = head.path_params.find("konto");
  if (konto != head.path_params.end() && konto->second != installation.konto_id) {
    return SvarUtError{403, "", "Integrasjonen mangler privilegium på kontoen", {}};
  }
  return std::nullopt;
}

}  // namespace fangst::sandbox

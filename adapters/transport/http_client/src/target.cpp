#include "target.hpp"

#include <fangst/codec/url.hpp>

#include <utility>

namespace fangst::http_client {
namespace {

Failure refuse(std::string code, std::string public_text, std::string detail) {
  return Failure(Error{ErrorKind::invalid_input, std::move(code), "http.url", PublicText{std::move(public_text)},
                       PrivateDetail{std::move(detail)}});
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  const auto url = codec::Url::parse(text);
  if (!url || url->host.front() == '[') {
    return refuse("http.ugyldig_adresse", "Nettadressen er ikke gyldig. Rett adressen i oppsettet.",
                  "not an absolute http or https URL, or an IPv6 literal");
  }
  if (!url->is_confidential()) {
    return refuse("http.ukryptert", "Adressen må begynne med https. Ukryptert http er bare tillatt på samme maskin.",
                  "plain http to " + url->host);
  }
  return Target{url->origin(), url->query.empty() ? url->path : url->path + "?" + url->query};
}

}  // namespace fangst::http_client

#pragma once

#include "settings/machinery.hpp"
#include "settings/national.hpp"

#include <optional>

namespace fangst::service {

/// The calls to the outside that the configuration names; what is not configured is null.
struct Peers {
  Peers(const config::Document& config, ports::DocumentStore& documents, const ports::Clock& clock)
      : http(client_settings(config)) {
    if (config.has("maskinporten")) tokens.emplace(maskinporten_settings(config), http, clock);
    if (config.has("krr")) krr.emplace(krr_settings(config), http, *tokens);
    if (config.has("svarut")) svarut.emplace(svarut_settings(config), http, *tokens, documents);
    if (config.has("digipost")) digipost.emplace(digipost_settings(config), http, documents, clock);
  }

  http_client::Client http;
  std::optional<maskinporten::TokenSource> tokens;
  std::optional<krr::ContactRegistry> krr;
  std::optional<svarut::Dispatcher> svarut;
  std::optional<digipost::DigipostDispatcher> digipost;
};

}  // namespace fangst::service

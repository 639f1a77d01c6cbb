#pragma once

#include <fangst/maskinporten/token_source.hpp>

#include <string>

namespace fangst::maskinporten {

/// A signed JWT grant (RS256 with kid). New for every try: Maskinporten takes each only once.
std::string make_grant(const Settings& settings, const crypto::RsaKey& key, const std::string& scope,
                       model::Timestamp now);

/// Scopes in one order, each once.
std::string sorted_scopes(const std::string& scope);

}  // namespace fangst::maskinporten

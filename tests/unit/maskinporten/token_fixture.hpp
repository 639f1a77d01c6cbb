#pragma once

#include <fangst/crypto/encoding.hpp>
#include <fangst/maskinporten/token_source.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace fangst::maskinporten {

using Json = nlohmann::json;

inline const crypto::RsaKey& key() {
  static const auto shared = crypto::RsaKey::generate();
  return shared;
}

inline Settings settings() {
  return {"https://test.maskinporten.no/",
          "https://test.maskinporten.no/token",
          "klient-1",
          "kid-7",
          key().private_pem(),
          "",
          ""};
}

inline std::string answer(const std::string& token, const Json& lifetime = 599) {
  return Json{{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", lifetime}, {"scope", "ks:fiks"}}.dump();
}

struct Grant {
  Json header;
  Json claims;
  bool is_signed = false;
};

/// The signed question of a call.
inline Grant grant_of(const support::ScriptedHttpClient::Call& call) {
  const auto assertion = call.body.substr(call.body.find("&assertion=") + 11);
  const auto first = assertion.find('.');
  const auto second = assertion.rfind('.');
  const auto part = [&](std::size_t from, std::size_t to) {
    return *crypto::base64url_decode(assertion.substr(from, to - from));
  };
  const auto public_key = crypto::RsaPublicKey::from_pem(key().public_pem());
  return {Json::parse(part(0, first)), Json::parse(part(first + 1, second)),
          public_key->verify_sha256(assertion.substr(0, second), part(second + 1, assertion.size()))};
}

/// A source of tokens, and a Maskinporten that answers from a script.
class TokenTest : public ::testing::Test {
 protected:
  model::Deadline soon() const { return clock_.monotonic() + std::chrono::seconds(20); }

  support::ScriptedHttpClient http_;
  support::ManualClock clock_{model::from_millis(1'790'000'000'123)};
  TokenSource source_{settings(), http_, clock_};
};

}  // namespace fangst::maskinporten

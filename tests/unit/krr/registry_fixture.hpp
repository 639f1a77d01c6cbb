#pragma once

#include <fangst/krr/contact_registry.hpp>
#include <fangst/support/fixed_tokens.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace fangst::krr {

using Json = nlohmann::json;

inline const std::string kOla = "17912099997";
inline const std::string kKari = "29822099635";

inline std::vector<std::string> asked_for(const support::ScriptedHttpClient::Call& call) {
  return Json::parse(call.body).at("personidentifikatorer").get<std::vector<std::string>>();
}

/// A person in the answer.
inline Json row(const std::string& number, const std::string& status = "AKTIV",
                const std::string& reservation = "NEI") {
  return {{"personidentifikator", number}, {"reservasjon", reservation}, {"status", status}};
}

/// Ola with every field in use.
inline Json active() {
  return {{"personidentifikator", kOla},
          {"reservasjon", "NEI"},
          {"status", "AKTIV"},
          {"varslingsstatus", "KAN_VARSLES"},
          {"kontaktinformasjon",
           {{"epostadresse", "ola@example.no"},
            {"epostadresse_oppdatert", "2023-06-29T10:14:52+02"},
            {"epostadresse_sist_verifisert", "2023-08-05T10:45:15.768Z"},
            {"mobiltelefonnummer", "+4799999999"},
            {"mobiltelefonnummer_oppdatert", "2024-01-01T00:00:00.123456789+0100"},
            {"mobiltelefonnummer_sist_verifisert", "2023-08-05T10:45:15.768Z"}}},
          {"digital_post", {{"postkasseadresse", "ola#9YDT"}, {"postkasseleverandoeradresse", "984661185"}}},
          {"sertifikat", "MIIE"},
          {"spraak", "nb"}};
}

inline std::string answer_with(const Json& people) { return Json{{"personer", people}}.dump(); }

class RegistryTest : public ::testing::Test {
 protected:
  model::Deadline soon() const { return clock_.monotonic() + std::chrono::seconds(20); }
  Result<ports::Kontaktopplysning> look_up(const std::string& number) {
    return registry_.look_up(model::PersonIdentifier(number), soon());
  }
  /// The one answer of the registry to one question for Ola.
  Result<ports::Kontaktopplysning> read(const Json& person) {
    http_.then(200, answer_with(Json::array({person})));
    return look_up(kOla);
  }
  support::ScriptedHttpClient http_;
  support::FixedTokens tokens_;
  support::ManualClock clock_;
  ContactRegistry registry_{
      {"https://krr.example", "krr:b krr:a", model::IdentityRealm::synthetic}, http_, tokens_, clock_};
};

}  // namespace fangst::krr

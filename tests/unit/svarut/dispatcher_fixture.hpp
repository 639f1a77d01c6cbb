#pragma once

#include <fangst/support/fixed_tokens.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/scripted_http_client.hpp>
#include <fangst/svarut/dispatcher.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace fangst::svarut {

using Json = nlohmann::json;

inline const std::string kKey = "0198c1de-0000-7000-8000-000000000001";
inline const std::string kId = "d6b23522-ddf3-462a-8140-16e59e1f476d";

struct Part {
  std::string head;
  std::string content;
};

/// The parts of a multipart body, by the boundary of its Content-Type.
inline std::vector<Part> parts_of(const support::ScriptedHttpClient::Call& call) {
  std::string delimiter;
  for (const auto& [name, value] : call.request.headers) {
    if (name == "Content-Type") delimiter = "--" + value.substr(value.find("boundary=") + 9);
  }
  std::vector<Part> parts;
  for (auto at = call.body.find(delimiter); at != std::string::npos;) {
    const auto begin = at + delimiter.size() + 2;
    const auto end = call.body.find("\r\n" + delimiter, begin);
    if (end == std::string::npos) break;
    const auto split = call.body.find("\r\n\r\n", begin);
    parts.push_back({call.body.substr(begin, split - begin), call.body.substr(split + 4, end - split - 4)});
    at = end + 2;
  }
  return parts;
}

class DispatcherTest : public ::testing::Test {
 protected:
  model::Deadline soon() const { return clock_.monotonic() + std::chrono::minutes(16); }
  ports::OutgoingLetter letter(bool is_paper = false) {
    ports::OutgoingLetter result;
    result.key = model::LetterId(kKey);
    result.is_paper = is_paper;
    result.tittel = "Vedtak om tjeneste";
    result.mottaker.navn = "Ola Nordmann";
    result.mottaker.personidentifikator = model::PersonIdentifier("17912099997");
    result.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "Oslo", "NO"};
    result.retur = model::Adresse{"Rådhusplassen 1", "", "", "0037", "Oslo", ""};
    result.avsender_navn = "Eksempel kommune";
    result.dokumenter = {document("vedtak.pdf", "%PDF hoved"), document("vedlegg.pdf", "%PDF vedlegg")};
    return result;
  }
  ports::LetterDocument document(const std::string& filnavn, const std::string& bytes,
                                 const std::string& mime_type = "application/pdf") {
    return {"", "Tittel", filnavn, mime_type, documents_.put(bytes), bytes.size()};
  }
  /// The JSON of a letter that SvarUt takes.
  Json sent(const ports::OutgoingLetter& given) {
    http_.then(200, R"({"id":")" + kId + R"("})");
    const auto receipt = dispatcher_.send(given, soon());
    EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().code());
    return receipt ? Json::parse(parts_of(http_.calls().back()).at(0).content) : Json();
  }
  std::string refused(const ports::OutgoingLetter& given) {
    const auto receipt = dispatcher_.send(given, soon());
    EXPECT_TRUE(http_.calls().empty());
    return receipt ? "" : receipt.error().code();
  }

  static Settings settings() {
    Settings result;
    result.base_url = "https://svarut.example";
    result.konto_id = "konto-1";
    result.integrasjon_id = "integrasjon-1";
    result.integrasjon_passord = "hemmelig";
    return result;
  }

  support::ScriptedHttpClient http_;
  support::FixedTokens tokens_;
  support::MemoryDocumentStore documents_;
  support::ManualClock clock_;
  Dispatcher dispatcher_{settings(), http_, tokens_, documents_, clock_};
};

}  // namespace fangst::svarut

#include "answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace fangst::svarut {
namespace {

using Json = nlohmann::json;
using ports::LetterProgress;

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json* list_of(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? &*found : nullptr;
}

struct FinalStatus {
  std::string_view word;
  LetterProgress progress;
};

// LEVERT_SDP, SENDT_DIGITALT and PRINTET may be followed by LEST; the dispatch itself is done.
constexpr std::array<FinalStatus, 10> kFinal = {{
    {"LEST", LetterProgress::delivered},
    {"SENDT_DIGITALT", LetterProgress::delivered},
    {"LEVERT_SDP", LetterProgress::delivered},
    {"PRINTET", LetterProgress::delivered},
    {"LEVERT_NHN_MOTTAKER", LetterProgress::delivered},
    {"MANUELT_HANDTERT", LetterProgress::delivered},
    {"AVVIST", LetterProgress::refused},
    {"FEILET_UNDER_MOTTAK", LetterProgress::refused},
    {"IKKE_LEVERT", LetterProgress::refused},
    {"SLETTET", LetterProgress::refused},
}};

}  // namespace

std::optional<std::string> read_id(std::string_view body) {
  const auto json = Json::parse(body, nullptr, false);
  if (!json.is_object() || text_of(json, "id").empty()) return std::nullopt;
  return text_of(json, "id");
}

std::optional<std::vector<std::string>> read_ids(std::string_view body) {
  const auto json = Json::parse(body, nullptr, false);
  const auto* const list = list_of(json, "forsendelseIds");
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> ids;
  for (const auto& id : *list) {
    if (!id.is_string()) return std::nullopt;
    ids.push_back(id.get<std::string>());
  }
  return ids;
}

std::optional<std::map<std::string, ports::DispatchStatus>> read_statuses(std::string_view body) {
  const auto json = Json::parse(body, nullptr, false);
  const auto* const list = list_of(json, "statuser");
  if (list == nullptr) return std::nullopt;
  std::map<std::string, ports::DispatchStatus> statuses;
  for (const auto& row : *list) {
    if (!row.is_object() || text_of(row, "id").empty() || text_of(row, "status").empty()) continue;
    const auto word = text_of(row, "status");
    statuses[text_of(row, "id")] = {progress_of(word), word,
                                    model::parse_timestamp(text_of(row, "sisteStatusEndring"))};
  }
  return statuses;
}

LetterProgress progress_of(std::string_view status) {
  const auto* const found =
      std::find_if(kFinal.begin(), kFinal.end(), [&](const FinalStatus& final) { return final.word == status; });
  return found == kFinal.end() ? LetterProgress::in_progress : found->progress;
}

ErrorBody read_error(std::string_view body) {
  const auto json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return {};
  // The old services write it in small letters.
  const auto code = text_of(json, "errorCode");
  return {code.empty() ? text_of(json, "errorcode") : code, text_of(json, "message")};
}

bool says_already_sent(const ErrorBody& error) {
  return error.error_code == "GJENTAGENDE_FORSENDELSE" ||
         error.message.find("Forsendelse med samme mottaker") != std::string::npos;
}

}  // namespace fangst::svarut

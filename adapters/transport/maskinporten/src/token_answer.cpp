#include "token_answer.hpp"

#include <fangst/codec/answer_status.hpp>
#include <fangst/text/ascii.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::maskinporten {
namespace {

constexpr const char* kWhere = "maskinporten.token";

std::string text_of(const nlohmann::json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "MP-121" out of "https://maskinporten.no/errors/MP-121"; else empty.
std::string mp_code(const std::string& text) {
  constexpr std::size_t kLength = 6;
  const auto at = text.find("MP-");
  if (at == std::string::npos || at + kLength > text.size()) return {};
  auto code = text.substr(at, kLength);
  const bool has_number = text::all_of(std::string_view(code).substr(3), text::is_digit);
  return has_number ? code : std::string();
}

bool is_error_word(const std::string& word) {
  return !word.empty() && word.size() <= 40 && text::all_of(word, [](char c) { return text::is_lower(c) || c == '_'; });
}

Error refused(const ports::HttpResponse& response) {
  const auto json = nlohmann::json::parse(response.body, nullptr, false);
  std::string code;
  if (json.is_object()) {
    code = mp_code(text_of(json, "error_uri"));
    if (code.empty()) code = mp_code(text_of(json, "error_description"));
    if (code.empty() && is_error_word(text_of(json, "error"))) code = text_of(json, "error");
  }
  if (code.empty()) code = std::to_string(response.status);
  // error_description holds the trace id that Digdir's support asks for.
  return codec::answer_error(
      response, codec::AnswerStatus::no_access,
      {"maskinporten." + code, kWhere,
       "Maskinporten ga ikke tilgang. Kontroller klient, nøkkel og tilganger (scopes) i oppsettet."},
      codec::quoted_detail(response));
}

constexpr const char* kAway = "Maskinporten er ikke tilgjengelig. Det prøves igjen.";

Error unreadable() {
  return {ErrorKind::unavailable, "maskinporten.ugyldig_svar", kWhere, PublicText{kAway},
          PrivateDetail{"the answer holds no token with a lifetime"}};
}

/// A grant is ours alone, so that every 4xx is about our set-up, but for those that ask us to come again.
bool is_refusal(int status) { return status >= 400 && status < 500 && status != 408 && status != 429; }

}  // namespace

Result<TokenAnswer> read_token_answer(const ports::HttpResponse& response) {
  if (is_refusal(response.status)) return Failure(refused(response));
  if (response.status != 200) {
    return Failure(codec::answer_error(response, codec::AnswerStatus::away,
                                       {"maskinporten.utilgjengelig", kWhere, kAway}, codec::status_detail(response)));
  }
  const auto json = nlohmann::json::parse(response.body, nullptr, false);
  const auto lifetime = json.is_object() ? json.find("expires_in") : json.end();
  // The answer itself is never quoted: it may hold a token.
  if (!json.is_object() || text_of(json, "access_token").empty() || lifetime == json.end() || !lifetime->is_number() ||
      lifetime->get<double>() <= 0) {
    return Failure(unreadable());
  }
  constexpr double kMaxSeconds = 86400;
  const auto seconds = std::min(lifetime->get<double>(), kMaxSeconds);
  return TokenAnswer{text_of(json, "access_token"),
                     std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000))};
}

Error call_failed(const Error& cause) {
  if (cause.kind() == ErrorKind::invalid_input) return codec::passed_on(cause);
  return codec::no_answer(cause, {"maskinporten.utilgjengelig", kWhere, kAway});
}

}  // namespace fangst::maskinporten

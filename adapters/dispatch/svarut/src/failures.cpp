#include "failures.hpp"

#include "answers.hpp"

#include <fangst/codec/peer_text.hpp>
#include <fangst/text/ascii.hpp>

namespace fangst::svarut {
namespace {

constexpr const char* kAway = "SvarUt er ikke tilgjengelig. Det prøves igjen.";

PrivateDetail quote(const ports::HttpResponse& response) {
  return {"HTTP " + std::to_string(response.status) + ": " + codec::quote_peer(response.body)};
}

/// "svarut.gjentagende_forsendelse" from SvarUt's own code, when it is one; the peer's text is never taken as it is.
std::string code_of(const ErrorBody& error) {
  const auto code = error.error_code.substr(0, 60);
  const bool is_code =
      !code.empty() && text::all_of(code, [](char c) { return text::is_alpha(c) || c == '_' || c == '-'; });
  return "svarut." + (is_code ? text::lower(code) : "avvist");
}

Error no_access(const ports::HttpResponse& response, const char* where) {
  return {ErrorKind::forbidden, "svarut.ingen_tilgang", where,
          PublicText{"SvarUt ga ikke tilgang. Kontroller konto, integrasjon og Maskinporten i oppsettet."},
          quote(response)};
}

Error away(const ports::HttpResponse& response, const char* where) {
  return {ErrorKind::unavailable, "svarut.utilgjengelig", where, PublicText{kAway}, quote(response)};
}

bool is_access(int status) { return status == 401 || status == 403 || status == 404; }

Error not_answered(const Error& cause, const char* where) {
  if (cause.where().starts_with("maskinporten")) return cause;
  if (cause.kind() != ErrorKind::timeout && cause.kind() != ErrorKind::unavailable) return cause;
  return {cause.kind(), "svarut.utilgjengelig", where, PublicText{kAway},
          PrivateDetail{cause.code() + ": " + cause.private_detail()}};
}

}  // namespace

Error refused_letter(const ports::HttpResponse& response) {
  constexpr const char* kWhere = "svarut.send";
  if (is_access(response.status)) return no_access(response, kWhere);
  if (response.status == 413) {
    return {ErrorKind::too_large, "svarut.for_stort", kWhere,
            PublicText{"SvarUt godtok ikke brevet fordi det er for stort."}, quote(response)};
  }
  // Too many at once: it was not taken.
  if (response.status == 429) return away(response, kWhere);
  if (response.status >= 400 && response.status < 500 && response.status != 408) {
    return {ErrorKind::rejected_by_peer, code_of(read_error(response.body)), kWhere,
            PublicText{"SvarUt avviste brevet. Rett det som er oppgitt, og send det på nytt."}, quote(response)};
  }
  return away(response, kWhere).with_unknown_outcome();
}

Error refused_question(const ports::HttpResponse& response, const char* where) {
  if (is_access(response.status)) return no_access(response, where);
  if (response.status == 400) {
    return {ErrorKind::rejected_by_peer, code_of(read_error(response.body)), where,
            PublicText{"SvarUt avviste forespørselen om forsendelsen."}, quote(response)};
  }
  return away(response, where);
}

Error letter_not_answered(const Error& cause) {
  auto error = not_answered(cause, "svarut.send");
  return error.with_unknown_outcome(cause.outcome_unknown());
}

Error question_not_answered(const Error& cause, const char* where) {
  auto error = not_answered(cause, where);
  return error.with_unknown_outcome(false);
}

Error unreadable(const ports::HttpResponse& response, const char* where) {
  return {ErrorKind::unavailable, "svarut.ugyldig_svar", where,
          PublicText{"Svaret fra SvarUt kunne ikke tolkes. Det prøves igjen."}, quote(response)};
}

}  // namespace fangst::svarut

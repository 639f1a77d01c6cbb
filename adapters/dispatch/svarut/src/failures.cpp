#include "failures.hpp"

#include "answers.hpp"

#include <fangst/codec/answer_status.hpp>
#include <fangst/text/ascii.hpp>

namespace fangst::svarut {
namespace {

constexpr const char* kAway = "SvarUt er ikke tilgjengelig. Det prøves igjen.";

/// "svarut.gjentagende_forsendelse" from SvarUt's own code, when it is one; its text is never taken as it is.
std::string code_of(const ErrorBody& error) {
  const auto code = error.error_code.substr(0, 60);
  const bool is_code =
      !code.empty() && text::all_of(code, [](char c) { return text::is_alpha(c) || c == '_' || c == '-'; });
  return "svarut." + (is_code ? text::lower(code) : "avvist");
}

using codec::AnswerStatus;
using codec::Effect;

/// 404 is an account that is not there. SvarUt takes a letter with 200 and with nothing else, and a redirect
/// tells as little of it as a 5xx does; 410 and 425 are no statuses of its API, and refuse.
AnswerStatus meaning_of_send(int status) {
  if (status == 404) return AnswerStatus::no_access;
  if (status == 410 || status == 425) return AnswerStatus::rejected;
  const auto meaning = codec::answer_status(status);
  return meaning == AnswerStatus::redirect ? AnswerStatus::unexpected : meaning;
}

/// A question can be asked again, and is, unless SvarUt says 400 or gives no access.
AnswerStatus meaning_of_question(int status) {
  if (status == 404) return AnswerStatus::no_access;
  if (status == 400) return AnswerStatus::rejected;
  const auto meaning = codec::answer_status(status);
  return meaning == AnswerStatus::no_access ? meaning : AnswerStatus::away;
}

Error refused(const ports::HttpResponse& response, AnswerStatus meaning, const char* where, const char* rejected_text,
              Effect effect) {
  const auto error = [&](std::string code, const char* text) {
    return codec::answer_error(response, meaning, {std::move(code), where, text}, codec::quoted_detail(response),
                               effect);
  };
  switch (meaning) {
    case AnswerStatus::no_access:
      return error("svarut.ingen_tilgang",
                   "SvarUt ga ikke tilgang. Kontroller konto, integrasjon og Maskinporten i oppsettet.");
    case AnswerStatus::too_large:
      return error("svarut.for_stort", "SvarUt godtok ikke brevet fordi det er for stort.");
    case AnswerStatus::rejected:
      return error(code_of(read_error(response.body)), rejected_text);
    default:
      return error("svarut.utilgjengelig", kAway);
  }
}

Error not_answered(const Error& cause, const char* where, Effect effect) {
  if (cause.where().starts_with("maskinporten") ||
      (cause.kind() != ErrorKind::timeout && cause.kind() != ErrorKind::unavailable)) {
    return codec::passed_on(cause, effect);
  }
  return codec::no_answer(cause, {"svarut.utilgjengelig", where, kAway}, effect);
}

}  // namespace

Error refused_letter(const ports::HttpResponse& response) {
  return refused(response, meaning_of_send(response.status), "svarut.send",
                 "SvarUt avviste brevet. Rett det som er oppgitt, og send det på nytt.", Effect::some);
}

Error refused_question(const ports::HttpResponse& response, const char* where) {
  return refused(response, meaning_of_question(response.status), where, "SvarUt avviste forespørselen om forsendelsen.",
                 Effect::none);
}

Error letter_not_answered(const Error& cause) { return not_answered(cause, "svarut.send", Effect::some); }

Error question_not_answered(const Error& cause, const char* where) { return not_answered(cause, where, Effect::none); }

Error unreadable(const ports::HttpResponse& response, const char* where) {
  return {ErrorKind::unavailable, "svarut.ugyldig_svar", where,
          PublicText{"Svaret fra SvarUt kunne ikke tolkes. Det prøves igjen."}, codec::quoted_detail(response)};
}

}  // namespace fangst::svarut

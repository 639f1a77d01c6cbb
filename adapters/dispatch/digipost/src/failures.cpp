#include "failures.hpp"

#include <fangst/codec/answer_status.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fangst::digipost {
namespace {

constexpr std::size_t kMaxQuote = 1'000;

struct Explanation {
  std::string_view code;
  const char* text;
};
constexpr std::array kExplanations{
    Explanation{
        "UNKNOWN_RECIPIENT",
        "Mottakeren har ikke Digipost, og brevet kunne ikke skrives ut. Send brevet i en annen kanal, eller legg inn "
        "postadressen."},
    Explanation{"CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF",
                "Brev som skal skrives ut, må være PDF. Lag dokumentet på nytt som PDF."},
    Explanation{"INVALID_PDF_CONTENT",
                "Digipost kan ikke bruke PDF-filen (skadet, kryptert eller uten innebygde skrifter). Lag den på nytt."},
    Explanation{"BAD_CONTENT", "Digipost kan ikke bruke innholdet i et dokument. Lag dokumentet på nytt."},
    Explanation{"ILLEGAL_CONTENT_TYPE", "Digipost tar ikke imot denne filtypen. Send dokumentet som PDF."},
    Explanation{"FILE_TOO_LARGE", "Et dokument er større enn Digipost tar imot. Del det opp eller komprimer det."},
    Explanation{"REQUEST_TOO_LARGE", "Brevet er større enn Digipost tar imot. Del det opp."},
    Explanation{"INVALID_RECIPIENT_PRINT_ADDRESS",
                "Postadressen til mottakeren er ikke gyldig. Rett den i fagsystemet."},
    Explanation{"INVALID_RETURN_ADDRESS", "Returadressen er ikke gyldig. Rett kommunens adresse i oppsettet."},
    Explanation{"AUTHENTICATION_LEVEL_TOO_LOW",
                "Sikkerhetsnivået er for lavt for brevet. Hev nivået i oppsettet av Digipost."},
    Explanation{"NOT_APPROVED_FOR_PRINT",
                "Kommunen har ikke utskrift i avtalen med Digipost. Be Digipost åpne for det."},
    Explanation{"NOT_APPROVED_FOR_DIRECT_PRINT",
                "Kommunen har ikke direkte utskrift i avtalen med Digipost. Be Digipost åpne for det."},
    Explanation{
        "NOT_APPROVED_FOR_IDPORTEN",
        "Kommunen kan ikke bruke ID-porten-nivå hos Digipost. Endre sikkerhetsnivået i oppsettet, eller be Digipost "
        "åpne for det."},
    Explanation{"MISSING_CERTIFICATE", "Digipost har ikke kommunens sertifikat. Last det opp hos Digipost."},
    Explanation{"REVOKED_CERTIFICATE",
                "Kommunens sertifikat er trukket tilbake. Legg inn et nytt hos Digipost og her."},
    Explanation{"BROKER_NOT_AUTHORIZED",
                "Kommunens avsenderkonto har ikke gitt Fangst rett til å sende. Kontroller kontonumrene og fullmakten "
                "hos Digipost."},
    Explanation{"ORGANISATION_LETTERS_PER_MONTH_EXCEEDED",
                "Kommunen har brukt opp månedens antall brev hos Digipost. Be Digipost heve grensen."},
    Explanation{"ACCOUNT_DEACTIVATED", "Kommunens konto hos Digipost er stengt. Ta kontakt med Digipost."}};

std::string explanation(const ErrorAnswer& error, ErrorKind kind) {
  for (const auto& known : kExplanations) {
    if (known.code == error.code) return known.text;
  }
  switch (kind) {
    case ErrorKind::forbidden:
      return "Digipost godtar ikke kommunens oppsett. Drift må kontrollere avtalen, kontoene og sertifikatet.";
    case ErrorKind::unavailable:
      return "Digipost er midlertidig ute av drift. Fangst prøver igjen.";
    default:
      return "Digipost avviste brevet. Feilkoden sier hvorfor; rett brevet og prøv igjen, eller send det i en annen "
             "kanal.";
  }
}

/// The dependency's code as the end of ours, when it looks like one.
std::string code_of(const ErrorAnswer& error) {
  const auto& code = error.code;
  const bool usable = !code.empty() && code.size() <= 60 && text::mask_eleven_digits(code) == code &&
                      text::all_of(code, [](char c) { return text::is_upper(c) || text::is_digit(c) || c == '_'; });
  return "digipost." + (usable ? text::lower(code) : "avvist");
}

ErrorKind kind_of(int status, const ErrorAnswer& error) {
  if (error.type == "SERVER" || error.code == "CONNECTION_ERROR" || says_stale_date(error))
    return ErrorKind::unavailable;
  if (error.type == "CONFIGURATION" || status == 401) return ErrorKind::forbidden;
  if (error.type.starts_with("CLIENT_")) return ErrorKind::rejected_by_dependency;
  // Without a word of its own, 403 alone is not about the letter.
  const auto kind = codec::kind_of(codec::answer_status(status));
  return kind == ErrorKind::forbidden ? kind : ErrorKind::rejected_by_dependency;
}

/// What a dependency wrote, fit for the log: masked, and cut between characters.
std::string quote(std::string_view text) { return text::mask_first_bytes(text, kMaxQuote); }

codec::Effect effect_of(const Operation& operation) {
  return operation.has_effect ? codec::Effect::some : codec::Effect::none;
}

std::string http(int status) { return "HTTP " + std::to_string(status); }

}  // namespace

Error bad_letter(std::string code, std::string text) {
  return {ErrorKind::invalid_input, std::move(code), "digipost.compose", PublicText{std::move(text)}};
}

Error no_answer(const Operation& operation, const Error& cause) {
  if (cause.kind() != ErrorKind::timeout && cause.kind() != ErrorKind::unavailable) {
    return codec::passed_on(cause, effect_of(operation));
  }
  const auto* code = cause.kind() == ErrorKind::timeout ? "digipost.tidsavbrudd" : "digipost.utilgjengelig";
  return codec::no_answer(cause, {code, operation.name, "Digipost svarer ikke. Fangst prøver igjen."},
                          effect_of(operation));
}

bool is_temporarily_out(int status) { return status >= 500 || status == 429; }

Error temporarily_out(const Operation& operation, const ports::HttpResponse& response) {
  const auto* code = response.status == 429 ? "digipost.for_mange_kall" : "digipost.utilgjengelig";
  return codec::answer_error(response, codec::answer_status(response.status),
                             {code, operation.name, "Digipost er midlertidig ute av drift. Fangst prøver igjen."},
                             codec::status_detail(response), effect_of(operation));
}

Error untrusted(const Operation& operation, int status, std::string reason) {
  Error error(
      ErrorKind::unavailable, "digipost.ugyldig_signatur", operation.name,
      PublicText{"Svaret var ikke signert av Digipost, og Fangst stoler ikke på det. Fangst undersøker og prøver "
                 "igjen; varer det, må drift kontrollere adressen til Digipost og nettverket."},
      PrivateDetail{http(status) + ": " + std::move(reason)});
  return error.with_unknown_outcome(operation.has_effect);
}

Error clocks_differ(const Operation& operation, int status) {
  Error error(ErrorKind::unavailable, "digipost.klokke", operation.name,
              PublicText{"Klokken her og hos Digipost er mer enn fem minutter fra hverandre. Drift må kontrollere "
                         "tidssynkroniseringen (NTP)."},
              PrivateDetail{http(status)});
  return error.with_unknown_outcome(operation.has_effect);
}

Error not_understood(const Operation& operation, int status, std::string reason) {
  Error error(ErrorKind::unavailable, "digipost.ugyldig_svar", operation.name,
              PublicText{"Digipost ga et svar som ikke er forståelig. Fangst undersøker og prøver igjen."},
              PrivateDetail{http(status) + ": " + std::move(reason)});
  return error.with_unknown_outcome(operation.has_effect);
}

Error refusal(const Operation& operation, int status, const ErrorAnswer& error, const std::string& extra_detail) {
  const auto kind = kind_of(status, error);
  const auto detail = http(status) + " " + error.code + " " + error.type + ": " + error.message + extra_detail;
  Error result(kind, says_stale_date(error) ? "digipost.klokke" : code_of(error), operation.name,
               PublicText{explanation(error, kind)}, PrivateDetail{quote(detail)});
  return result.with_unknown_outcome(operation.has_effect && kind == ErrorKind::unavailable && !says_stale_date(error));
}

bool says_duplicate(const ErrorAnswer& error) {
  constexpr std::array<std::string_view, 6> kCodes{"DUPLICATE_MESSAGE",        "DUPLICATE_DOCUMENT_ID",
                                                   "MESSAGE_ALREADY_SENT",     "DIGIPOST_MESSAGE_ALREADY_DELIVERED",
                                                   "CONTENT_ALREADY_UPLOADED", "PRINT_MESSAGE_ALREADY_DELIVERED"};
  return std::find(kCodes.begin(), kCodes.end(), error.code) != kCodes.end();
}

bool says_stale_date(const ErrorAnswer& error) { return error.code == "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL"; }

bool says_bad_signature(const ErrorAnswer& error) { return error.code == "INVALID_SIGNATURE"; }

}  // namespace fangst::digipost

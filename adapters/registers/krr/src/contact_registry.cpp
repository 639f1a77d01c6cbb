#include "person_answer.hpp"

#include <fangst/codec/answer_status.hpp>
#include <fangst/concurrency/isolating.hpp>
#include <fangst/krr/contact_registry.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace fangst::krr {
namespace {

constexpr const char* kWhere = "krr.personer";
constexpr const char* kRefusedGroup = "krr.avvist_gruppe";
// 10 s to read after at most 5 s to connect (the HTTP client's own limit).
constexpr std::chrono::seconds kCallTime{15};
constexpr std::size_t kMaxCallsToIsolate = 64;

constexpr const char* kAway = "Kontakt- og reservasjonsregisteret er ikke tilgjengelig. Det prøves igjen.";

Error failed_call(const Error& cause) {
  if (cause.kind() == ErrorKind::invalid_input || cause.where().starts_with("maskinporten")) {
    return codec::passed_on(cause);
  }
  return codec::no_answer(cause, {"krr.utilgjengelig", kWhere, kAway});
}

Error refusal(const ports::HttpResponse& response, std::size_t asked_for) {
  const auto error = [&](codec::AnswerStatus as, const char* code, const char* text) {
    return codec::answer_error(response, as, {code, kWhere, text}, codec::quoted_detail(response));
  };
  if (response.status == 400 && asked_for > 1) {
    // One of the group is refused, and it is not known which.
    return error(codec::AnswerStatus::busy, kRefusedGroup,
                 "Oppslaget i kontakt- og reservasjonsregisteret ble avvist. Det prøves igjen.");
  }
  if (response.status == 400) {
    return error(codec::AnswerStatus::rejected, "krr.avvist_foedselsnummer",
                 "Kontakt- og reservasjonsregisteret godtok ikke fødselsnummeret. Kontroller mottakeren.");
  }
  if (codec::answer_status(response.status) == codec::AnswerStatus::no_access) {
    return error(codec::AnswerStatus::no_access, "krr.ingen_tilgang",
                 "Kontakt- og reservasjonsregisteret ga ikke tilgang. Kontroller tilgangene i Maskinporten.");
  }
  // Nothing else can be wrong with a question that is always the same.
  return error(codec::AnswerStatus::away, "krr.utilgjengelig", kAway);
}

}  // namespace

ContactRegistry::ContactRegistry(Settings settings, ports::HttpClient& http, ports::AccessTokens& tokens,
                                 const ports::Clock& clock)
    : settings_(std::move(settings)),
      http_(http),
      tokens_(tokens),
      clock_(clock),
      coalescer_(kWhere, {}, clock,
                 [this](const auto& numbers, model::Deadline deadline) { return look_up_all(numbers, deadline); }) {}

Result<ports::Kontaktopplysning> ContactRegistry::look_up(const model::PersonIdentifier& person,
                                                          model::Deadline deadline) {
  // One bad number would cost the whole batch its answer.
  if (!model::is_valid_foedselsnummer(person.reveal(), settings_.realm)) {
    return Failure(Error{ErrorKind::invalid_input, "krr.ugyldig_foedselsnummer", kWhere,
                         PublicText{"Mottakerens fødselsnummer er ikke gyldig. Rett det i fagsystemet."}});
  }
  return coalescer_.get(person.reveal(), deadline);
}

ContactRegistry::Coalescer::Answers ContactRegistry::look_up_all(const std::vector<std::string>& numbers,
                                                                 model::Deadline deadline) {
  return concurrency::Isolating<std::string, ports::Kontaktopplysning>(
      [&](const auto& some) { return call(some, deadline); },
      [](const Error& error) { return error.code() == kRefusedGroup; }, kMaxCallsToIsolate)(numbers);
}

Result<ContactRegistry::Coalescer::Answers> ContactRegistry::call(const std::vector<std::string>& numbers,
                                                                  model::Deadline deadline) {
  const nlohmann::json body = {{"personidentifikatorer", numbers}, {"inkluderIkkeRegistrerte", true}};
  ports::HttpRequest request{"POST",
                             settings_.base_url + "/rest/v2/personer",
                             {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
                             body.dump(),
                             nullptr};
  const auto until = std::min(deadline, clock_.monotonic() + kCallTime);
  const auto response = ports::send_with_token(http_, tokens_, settings_.scope, std::move(request), until);
  if (!response) return Failure(failed_call(response.error()));
  if (response->status != 200) return Failure(refusal(*response, numbers.size()));
  return read_people(response->body, numbers);
}

}  // namespace fangst::krr

#include "answers.hpp"
#include "failures.hpp"
#include "forsendelse.hpp"

#include <fangst/codec/multipart_body.hpp>
#include <fangst/concurrency/isolating.hpp>
#include <fangst/svarut/dispatcher.hpp>
#include <fangst/text/ascii.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fangst::svarut {
namespace {

constexpr const char* kFind = "svarut.eksternref";
constexpr const char* kStatus = "svarut.status";
constexpr const char* kRefusedGroup = "svarut.avvist_gruppe";
constexpr std::chrono::seconds kQuestionTime{30};
constexpr std::size_t kMaxCallsToIsolate = 64;

/// The JSON first, then the files in the order of the JSON: SvarUt goes by name and order.
Result<std::shared_ptr<codec::MultipartBody>> make_body(const ports::OutgoingLetter& letter,
                                                        const Forsendelse& forsendelse,
                                                        ports::DocumentStore& documents) {
  auto body = std::make_shared<codec::MultipartBody>(codec::boundary_of(letter.key.str()));
  body->add({{"Content-Disposition", codec::form_data("forsendelse")}, {"Content-Type", "application/json"}},
            forsendelse.json);
  for (std::size_t i = 0; i < letter.dokumenter.size(); ++i) {
    const auto& document = letter.dokumenter[i];
    FANGST_TRY(auto reader, documents.open(document.sha256));
    const auto name = "filer_" + std::to_string(i);
    body->add(
        {{"Content-Disposition", codec::form_data(name, forsendelse.filnavn[i])}, {"Content-Type", document.mime_type}},
        std::move(reader));
  }
  return body;
}

/// A letter key is a UUID; anything that would need escaping is not ours.
bool is_plain_key(const std::string& key) {
  return !key.empty() && key.size() <= 100 &&
         text::all_of(key, [](char c) { return text::is_alphanumeric(c) || c == '-'; });
}

/// One of them is refused, and it is not known which.
Error refused_group() {
  return {ErrorKind::unavailable, kRefusedGroup, kStatus,
          PublicText{"Spørsmålet om status ble avvist av SvarUt. Det prøves igjen."}};
}

}  // namespace

Dispatcher::Dispatcher(Settings settings, ports::HttpClient& http, ports::AccessTokens& tokens,
                       ports::DocumentStore& documents, const ports::Clock& clock)
    : settings_(std::move(settings)),
      http_(http),
      tokens_(tokens),
      documents_(documents),
      clock_(clock),
      statuses_(kStatus, {}, clock,
                [this](const auto& ids, model::Deadline deadline) { return status_of_all(ids, deadline); }) {
  if (settings_.konto_id.empty() || settings_.integrasjon_id.empty() || settings_.integrasjon_passord.empty()) {
    throw std::invalid_argument("svarut: konto_id, integrasjon_id and integrasjon_passord must be set");
  }
}

model::Deadline Dispatcher::question_deadline(model::Deadline deadline) const {
  return std::min(deadline, clock_.monotonic() + kQuestionTime);
}

std::string Dispatcher::konto_url(const char* version) const {
  return settings_.base_url + "/api/" + version + "/kontoer/" + settings_.konto_id + "/forsendelser";
}

Result<ports::HttpResponse> Dispatcher::call(ports::HttpRequest request, model::Deadline deadline) {
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("IntegrasjonId", settings_.integrasjon_id);
  request.headers.emplace_back("IntegrasjonPassord", settings_.integrasjon_passord);
  return ports::send_with_token(http_, tokens_, settings_.scope, std::move(request), deadline);
}

Result<ports::DispatchReceipt> Dispatcher::send(const ports::OutgoingLetter& letter, model::Deadline deadline) {
  if (!is_plain_key(letter.key.str())) throw std::invalid_argument("svarut: the key of a letter must be a UUID");
  FANGST_TRY(const Forsendelse forsendelse, make_forsendelse(letter, settings_));
  FANGST_TRY(const auto body, make_body(letter, forsendelse, documents_));
  const auto url = konto_url("v3") + "/" + forsendelse.kind;
  const auto response = call({"POST", url, {{"Content-Type", body->content_type("form-data")}}, {}, body}, deadline);
  if (!response) return Failure(letter_not_answered(response.error()));
  if (response->status == 200) {
    auto id = read_id(response->body);
    if (!id) return Failure(unreadable(*response, "svarut.send").with_unknown_outcome());
    return ports::DispatchReceipt{*std::move(id), "MOTTATT", false};
  }
  const auto refusal = refused_letter(*response);
  if (says_already_sent(read_error(response->body))) return reconcile(letter, refusal, deadline);
  return Failure(refusal);
}

Result<ports::DispatchReceipt> Dispatcher::reconcile(const ports::OutgoingLetter& letter, const Error& refusal,
                                                     model::Deadline deadline) {
  auto found = find(letter, deadline);
  // Somebody has sent this; whether it was we is still to be learnt.
  if (!found) return Failure(std::move(found).error().with_unknown_outcome());
  if (*found) return **std::move(found);
  return Failure(Error{ErrorKind::rejected_by_dependency, "svarut.gjentagende_forsendelse", "svarut.send",
                       PublicText{"SvarUt har alt sendt et brev med samme mottaker, tittel og innhold. Skal det sendes "
                                  "på nytt, må tittelen endres."},
                       PrivateDetail{refusal.private_detail()}});
}

Result<std::optional<ports::DispatchReceipt>> Dispatcher::find(const ports::OutgoingLetter& letter,
                                                               model::Deadline deadline) {
  if (!is_plain_key(letter.key.str())) throw std::invalid_argument("svarut: the key of a letter must be a UUID");
  const auto url = konto_url("v2") + "?eksternRef=" + letter.key.str();
  const auto response = call({"GET", url, {}, {}, nullptr}, question_deadline(deadline));
  if (!response) return Failure(question_not_answered(response.error(), kFind));
  if (response->status != 200) return Failure(refused_question(*response, kFind));
  const auto ids = read_ids(response->body);
  if (!ids) return Failure(unreadable(*response, kFind));
  if (ids->empty()) return std::optional<ports::DispatchReceipt>();
  return std::optional(ports::DispatchReceipt{ids->front(), "", true});
}

Result<ports::DispatchStatus> Dispatcher::status(const std::string& external_id, model::Deadline deadline) {
  return statuses_.get(external_id, deadline);
}

Dispatcher::Coalescer::Answers Dispatcher::status_of_all(const std::vector<std::string>& ids,
                                                         model::Deadline deadline) {
  return concurrency::Isolating<std::string, ports::DispatchStatus>(
      [&](const auto& some) { return ask_status(some, deadline); },
      [](const Error& error) { return error.code() == kRefusedGroup; }, kMaxCallsToIsolate)(ids);
}

Result<Dispatcher::Coalescer::Answers> Dispatcher::ask_status(const std::vector<std::string>& ids,
                                                              model::Deadline deadline) {
  const nlohmann::json question = {{"id", ids}};
  const auto response = call({"POST",
                              konto_url("v3") + "/status/sok",
                              {{"Content-Type", "application/json"}},
                              question.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                              nullptr},
                             question_deadline(deadline));
  if (!response) return Failure(question_not_answered(response.error(), kStatus));
  if (response->status == 400 && ids.size() > 1) return Failure(refused_group());
  if (response->status != 200) return Failure(refused_question(*response, kStatus));
  const auto statuses = read_statuses(response->body);
  if (!statuses) return Failure(unreadable(*response, kStatus));
  Coalescer::Answers answers;
  for (const auto& [id, status] : *statuses) answers.emplace(id, status);
  for (const auto& id : ids) {
    answers.emplace(id, Failure(Error{ErrorKind::unavailable, "svarut.uten_status", kStatus,
                                      PublicText{"SvarUt kjenner ikke forsendelsen ennå. Det prøves igjen."}}));
  }
  return answers;
}

}  // namespace fangst::svarut

#include <fangst/codec/answer_status.hpp>
#include <fangst/codec/url.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hmac.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <stdexcept>
#include <utility>

namespace fangst::webhook {
namespace {

constexpr std::size_t kMinSecret = 16;

void require_usable(const model::SourceName& source, const WebhookSettings& settings) {
  const auto url = codec::Url::parse(settings.url);
  if (!url) throw std::invalid_argument("webhook of source " + source.str() + ": not a usable URL");
  if (!url->is_confidential()) throw std::invalid_argument("webhook of source " + source.str() + ": must be https");
  if (settings.secret.size() < kMinSecret) {
    throw std::invalid_argument("webhook of source " + source.str() + ": the secret is shorter than 16 bytes");
  }
}

constexpr const char* kWhere = "webhook.notify";

/// A repeat is harmless here (the event has an id), so no outcome is ever unknown.
Error unreachable(const Error& cause) {
  return codec::no_answer(cause, {cause.kind() == ErrorKind::timeout ? "webhook.tidsavbrudd" : "webhook.utilgjengelig",
                                  kWhere, "Fagsystemets mottak av hendelser svarer ikke. Fangst prøver igjen."});
}

Result<void> judge(const ports::HttpResponse& response) {
  using codec::AnswerStatus;
  const auto failure = [&](AnswerStatus as, const char* code, const char* text) {
    return Failure(codec::answer_error(response, as, {code, kWhere, text}, codec::status_detail(response)));
  };
  switch (const auto status = codec::answer_status(response.status)) {
    case AnswerStatus::success:
      return {};
    case AnswerStatus::busy:
    case AnswerStatus::away:
      return failure(status, "webhook.utilgjengelig",
                     "Fagsystemets mottak av hendelser er midlertidig ute av drift. Fangst prøver igjen.");
    case AnswerStatus::redirect:
      return failure(status, "webhook.omdirigert",
                     "Fagsystemets mottak av hendelser viser til en annen adresse. Slikt følges ikke; rett "
                     "adressen i oppsettet av kilden.");
    default:
      return failure(AnswerStatus::rejected, "webhook.avvist",
                     "Fagsystemets mottak avviste hendelsen. Kontroller adressen og den delte nøkkelen i oppsettet "
                     "av kilden.");
  }
}

}  // namespace

std::string signature_header(std::string_view secret, model::Timestamp at, std::string_view body) {
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  const auto mac = crypto::hmac_sha256(secret, seconds + "." + std::string(body));
  return "t=" + seconds + ",v1=" + crypto::hex(mac);
}

WebhookNotifier::WebhookNotifier(std::map<model::SourceName, WebhookSettings> sources, ports::HttpClient& http,
                                 const ports::Clock& clock, ports::SourceNotifier* fallback)
    : sources_(std::move(sources)), http_(http), clock_(clock), fallback_(fallback) {
  for (const auto& [source, settings] : sources_) require_usable(source, settings);
}

Result<void> WebhookNotifier::notify(const ports::StatusEvent& event, model::Deadline deadline) {
  const auto found = sources_.find(event.source);
  if (found == sources_.end()) return fallback_ == nullptr ? Result<void>() : fallback_->notify(event, deadline);

  const auto& settings = found->second;
  ports::HttpRequest request{"POST", settings.url, {}, event.json, nullptr};
  request.headers = {{"Content-Type", "application/cloudevents+json; charset=utf-8"},
                     {"X-Fangst-Signature", signature_header(settings.secret, clock_.now(), event.json)}};
  if (!event.traceparent.empty()) request.headers.emplace_back("traceparent", event.traceparent);

  const auto response = http_.send(request, deadline);
  if (!response) return Failure(unreachable(response.error()));
  return judge(*response);
}

}  // namespace fangst::webhook

#include "queue_intake.hpp"

#include <fangst/http/problem.hpp>

namespace fangst::service {
namespace {

rabbitmq::IntakeAnswer to_answer(const http::Response& response) {
  return {response.status, response.content_type, response.body};
}

rabbitmq::IntakeAnswer refuse(const Error& error, const std::string& traceparent) {
  return to_answer(http::problem(error, http::trace_id_of(traceparent)));
}

Error foreign_source() {
  return {ErrorKind::forbidden, "tilgang.feil_kilde", "queue.intake",
          PublicText{"Meldingen er merket med en annen kilde enn den som sender. Rett rutingnøkkelen."}};
}

/// The broker vouches for the sender, or the message carries the source's API key.
Result<void> authenticate(const rabbitmq::IntakeMessage& message, const api::Authenticator& authenticator) {
  if (message.is_authenticated) return {};
  FANGST_TRY(const auto principal, authenticator.authenticate(message.bearer));
  if (principal.role != api::Role::source || principal.source != message.source) return Failure(foreign_source());
  return {};
}

}  // namespace

rabbitmq::RabbitIntake::Handler queue_intake(intake::Intake& intake, const api::Authenticator& authenticator) {
  return [&intake, &authenticator](rabbitmq::IntakeMessage message, rabbitmq::RabbitIntake::Answer answer) {
    const auto trace = http::adopt_traceparent(message.traceparent);
    if (const auto known = authenticate(message, authenticator); !known) return answer(refuse(known.error(), trace));
    intake::Request request;
    request.source = message.source;
    request.format = message.format;
    request.message = std::move(message.body);
    request.idempotency_key = std::move(message.message_id);
    request.traceparent = trace;
    intake.submit(std::move(request), [answer = std::move(answer), trace](const Result<intake::Reply>& reply) {
      if (!reply) return answer(refuse(reply.error(), trace));
      answer({reply->replayed ? 200 : 201, "application/json", reply->body});
    });
  };
}

}  // namespace fangst::service

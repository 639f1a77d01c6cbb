#include "queue_intake.hpp"

#include "observation.hpp"

#include <fangst/http/problem.hpp>
#include <fangst/observe/log.hpp>
#include <fangst/text/trace_context.hpp>

namespace fangst::service {
namespace {

rabbitmq::IntakeAnswer to_answer(const http::Response& response) {
  return {response.status, response.content_type, response.body};
}

/// Every refusal leaves its line, as one over HTTP does (invariant 18).
rabbitmq::IntakeAnswer refuse(const Error& error, const model::SourceName& source, const std::string& traceparent) {
  const auto trace_id = text::trace_id_of(traceparent);
  observe::log(level_of(error.kind()), "intake.refused",
               {{"door", "rabbitmq"},
                {"source", source.str()},
                {"error_code", error.code()},
                {"error_where", error.where()},
                {"error_detail", error.private_detail()}},
               trace_id);
  return to_answer(http::problem(error, trace_id));
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

rabbitmq::IntakeAnswer queue_refusal(const Error& error, const rabbitmq::IntakeMessage& message) {
  return refuse(error, message.source, text::adopt_traceparent(message.traceparent));
}

rabbitmq::RabbitIntake::Handler queue_intake(intake::Intake& intake, const api::Authenticator& authenticator) {
  return [&intake, &authenticator](rabbitmq::IntakeMessage message, rabbitmq::RabbitIntake::Answer answer) {
    const auto trace = text::adopt_traceparent(message.traceparent);
    const auto source = message.source;
    if (const auto known = authenticate(message, authenticator); !known) {
      return answer(refuse(known.error(), source, trace));
    }
    intake::Request request;
    request.source = source;
    request.format = message.format;
    request.message = std::move(message.body);
    request.idempotency_key = std::move(message.message_id);
    request.traceparent = trace;
    intake.submit(std::move(request), [answer = std::move(answer), source, trace](const Result<intake::Reply>& reply) {
      if (!reply) return answer(refuse(reply.error(), source, trace));
      answer({reply->replayed ? 200 : 201, "application/json", reply->body});
    });
  };
}

}  // namespace fangst::service

#include "errors.hpp"

#include "frames.hpp"

#include <amqp_framing.h>

namespace fangst::amqp {
namespace {

constexpr std::size_t kLongestQuote = 1000;

Error closed(int code, const amqp_bytes_t& text) {
  const auto detail = std::to_string(code) + " " + to_string(text).substr(0, kLongestQuote);
  if (code == AMQP_ACCESS_REFUSED || code == AMQP_NOT_FOUND || code == AMQP_PRECONDITION_FAILED) {
    return {
        ErrorKind::rejected_by_dependency, "queue.broker_feil_oppsett", "rabbitmq",
        PublicText{"Meldingskøen er satt opp på en annen måte enn Fangst venter. Sammenlign oppsettet i RabbitMQ med "
                   "deploy/rabbitmq/definitions.json og rettighetene til brukeren."},
        PrivateDetail{detail}};
  }
  if (code == AMQP_INTERNAL_ERROR) return broker_error("queue.broker_intern_feil", "close", detail);
  return broker_error("queue.broker_lukket", "close", detail);
}

}  // namespace

Error broker_error(std::string code, std::string_view operation, std::string detail) {
  return {ErrorKind::unavailable, std::move(code), "rabbitmq " + std::string(operation),
          PublicText{"Meldingskøen (RabbitMQ) svarer ikke. Fangst prøver igjen av seg selv; arbeidet ligger trygt i "
                     "databasen så lenge."},
          PrivateDetail{std::move(detail)}};
}

Error unanswered(std::string_view operation) {
  return broker_error("queue.broker_ubesvart", operation, "no answer to " + std::string(operation));
}

bool failed_in_broker(const Error& error) {
  return error.code() == "queue.broker_ubesvart" || error.code() == "queue.broker_intern_feil";
}

Error closed_by_broker(const amqp_method_t& method) {
  if (method.id == AMQP_CHANNEL_CLOSE_METHOD) {
    const auto& close = *static_cast<amqp_channel_close_t*>(method.decoded);
    return closed(close.reply_code, close.reply_text);
  }
  const auto& close = *static_cast<amqp_connection_close_t*>(method.decoded);
  return closed(close.reply_code, close.reply_text);
}

}  // namespace fangst::amqp

#include "intake_message.hpp"

namespace fangst::rabbitmq {
namespace {

constexpr std::string_view kBearer = "Bearer ";

}  // namespace

IntakeMessage read_intake_message(amqp::Delivered&& delivered, const std::map<std::string, model::SourceName>& users) {
  IntakeMessage message;
  const auto dot = delivered.routing_key.rfind('.');
  if (dot != std::string::npos) {
    message.source = model::SourceName(delivered.routing_key.substr(0, dot));
    message.format = delivered.routing_key.substr(dot + 1);
  }
  const auto user = users.find(delivered.user_id);
  message.is_authenticated = user != users.end() && user->second == message.source && !message.source.empty();
  const auto authorization = delivered.text_header("authorization");
  if (authorization.substr(0, kBearer.size()) == kBearer) message.bearer = authorization.substr(kBearer.size());
  message.traceparent = delivered.text_header("traceparent");
  message.message_id = std::move(delivered.message_id);
  message.body = std::move(delivered.body);
  return message;
}

std::optional<Error> refusal_of(const IntakeMessage& message, bool is_too_large, std::size_t max_body) {
  if (is_too_large) {
    return Error(ErrorKind::too_large, "inntak.for_stor", "rabbitmq.intake",
                 PublicText{"Meldingen er større enn grensen på " + std::to_string(max_body) +
                            " byte. Last opp dokumentene først og vis til dem med sjekksum."});
  }
  if (message.source.empty() || message.format.empty()) {
    return Error(ErrorKind::not_found, "inntak.ukjent_rute", "rabbitmq.intake",
                 PublicText{"Rutenøkkelen skal være «<kilde>.<format>»."});
  }
  if (!message.is_authenticated && message.bearer.empty()) {
    return Error(ErrorKind::unauthorised, "inntak.ikke_paalogget", "rabbitmq.intake",
                 PublicText{"Sett feltet user_id til brukeren som hører til kilden, eller hodet «authorization» til "
                            "«Bearer » og kildens API-nøkkel."});
  }
  return std::nullopt;
}

bool may_be_answered_to(std::string_view reply_to) {
  constexpr std::string_view own = "fangst.";
  constexpr std::string_view answers = "fangst.svar.";
  return reply_to.substr(0, own.size()) != own || reply_to.substr(0, answers.size()) == answers;
}

}  // namespace fangst::rabbitmq

#include "intake_message.hpp"

#include <fangst/policy/error_mapping.hpp>

#include <nlohmann/json.hpp>

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

IntakeAnswer intake_problem(ErrorKind kind, std::string_view code, std::string_view detail) {
  const int status = policy::http_status(kind);
  const nlohmann::json problem{{"type", "urn:fangst:problem:" + std::string(code)},
                               {"title", policy::problem_title(kind)},
                               {"status", status},
                               {"detail", detail},
                               {"retryable", false}};
  return {status, "application/problem+json", problem.dump()};
}

bool may_be_answered_to(std::string_view reply_to) {
  constexpr std::string_view own = "fangst.";
  constexpr std::string_view answers = "fangst.svar.";
  return reply_to.substr(0, own.size()) != own || reply_to.substr(0, answers.size()) == answers;
}

}  // namespace fangst::rabbitmq

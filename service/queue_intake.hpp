#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>

namespace fangst::service {

/// Takes messages from the broker into the one intake, and answers each as HTTP would.
rabbitmq::RabbitIntake::Handler queue_intake(intake::Intake& intake, const api::Authenticator& authenticator);

/// The answer to a message that was refused before it came so far; leaves a line in the log as every refusal does.
rabbitmq::IntakeAnswer queue_refusal(const Error& error, const rabbitmq::IntakeMessage& message);

}  // namespace fangst::service

#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>

namespace fangst::service {

/// Takes messages from the broker into the one intake, and answers each as HTTP would.
rabbitmq::RabbitIntake::Handler queue_intake(intake::Intake& intake, const api::Authenticator& authenticator);

}  // namespace fangst::service

#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/api/intake.hpp>
#include <fangst/queue/rabbit_intake.hpp>

namespace fangst::service {

/// Takes messages from the broker into the one intake, and answers each as HTTP would.
queue::RabbitIntake::Handler queue_intake(api::Intake& intake, const api::Authenticator& authenticator);

}  // namespace fangst::service

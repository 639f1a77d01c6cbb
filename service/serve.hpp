#pragma once

#include "config.hpp"

namespace fangst::service {

/// Runs until SIGTERM or SIGINT; then lets what runs end, and returns 0.
int serve(const Config& config);

}  // namespace fangst::service

#pragma once

#include <fangst/config/document.hpp>

namespace fangst::service {

/// Runs until SIGTERM or SIGINT; then lets what runs end, and returns 0.
int serve(const config::Document& config);

}  // namespace fangst::service

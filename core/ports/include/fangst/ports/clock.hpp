#pragma once

#include <fangst/concurrency/clock.hpp>

namespace fangst::ports {

/// Time comes from outside too. The class stands in concurrency, since core/amqp waits by it and sees no ports.
using concurrency::Clock;
using concurrency::SystemClock;

}  // namespace fangst::ports

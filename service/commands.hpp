#pragma once

namespace fangst::service {

/// `fangst <command> ...`. Returns the exit code: 0 well, 1 something does not hold or failed, 2 wrong use.
int run_command(int argc, char** argv);

}  // namespace fangst::service

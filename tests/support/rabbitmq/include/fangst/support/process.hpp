#pragma once

#include <string>
#include <vector>

namespace fangst::support {

struct ProcessResult {
  int exit_code = 0;
  std::string output;
};

/// Runs a program, without a shell, to its end. Its errors go to our stderr.
ProcessResult run_process(const std::vector<std::string>& command, const std::string& input = {});

}  // namespace fangst::support

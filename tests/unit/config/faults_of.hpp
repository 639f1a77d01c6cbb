#pragma once

#include <fangst/config/faults.hpp>

#include <string>
#include <vector>

namespace fangst {

/// Why the configuration that is read here cannot be used; empty when it can.
template <class Read>
std::vector<std::string> faults_of(Read read) {
  try {
    read();
  } catch (const config::Unusable& error) {
    return error.faults();
  }
  return {};
}

}  // namespace fangst

#pragma once

#include <fangst/model/check_digits.hpp>

#include <string>

namespace fangst::observe {

/// A synthetic number (+80 on the month) with valid control digits, found rather than known.
inline std::string synthetic_number() {
  for (int individual = 100; individual < 1000; ++individual) {
    for (int control = 0; control < 100; ++control) {
      std::string number = "128890" + std::to_string(individual);
      number += static_cast<char>('0' + control / 10);
      number += static_cast<char>('0' + control % 10);
      if (model::has_valid_control_digits(number)) return number;
    }
  }
  return {};
}

}  // namespace fangst::observe

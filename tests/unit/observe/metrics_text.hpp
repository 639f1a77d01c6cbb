#pragma once

#include <string>

namespace fangst::observe {

/// Whether the metrics, as they are rendered, have this line.
inline bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

/// The value of a series, with its labels as they are rendered; -1 when it is not there.
inline double value_of(const std::string& text, const std::string& series) {
  const auto at = ("\n" + text).find("\n" + series + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + series.size()));
}

}  // namespace fangst::observe

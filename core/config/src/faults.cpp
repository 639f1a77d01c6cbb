#include <fangst/config/faults.hpp>

#include <algorithm>

namespace fangst::config {

void Faults::add(unsigned line, const std::string& what) {
  // What is missing from the root of the file has no place of its own.
  line = std::max(line, 1U);
  faults_.emplace_back(line, file_ + ":" + std::to_string(line) + ": " + what);
}

void Faults::add(const Values& values, const std::string& setting, const std::string& what) {
  const auto line = values.line(setting);
  const auto name = values.label() + (values.label().empty() ? "" : " ") + setting;
  if (told_.insert(std::to_string(values.line()) + name).second) add(line, name + ": " + what);
}

std::vector<std::string> Faults::all() const {
  auto sorted = faults_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> texts;
  for (auto& [line, text] : sorted) texts.push_back(std::move(text));
  return texts;
}

}  // namespace fangst::config

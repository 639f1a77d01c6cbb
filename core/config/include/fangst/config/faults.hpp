#pragma once

#include <fangst/config/document.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fangst::config {

/// Collects every fault of a file, each with its line. Only the first fault of a setting is kept, so that a rule need
/// not ask whether the settings that it reads are valid. Used by one thread.
class Faults {
 public:
  explicit Faults(std::string file) : file_(std::move(file)) {}

  void add(unsigned line, const std::string& what);
  /// A fault of one setting. `what` continues the sentence after its name: "skal være ...".
  void add(const Values& values, const std::string& setting, const std::string& what);

  /// In the order of the lines.
  std::vector<std::string> all() const;

 private:
  std::string file_;
  std::vector<std::pair<unsigned, std::string>> faults_;
  std::set<std::string> told_;
};

}  // namespace fangst::config

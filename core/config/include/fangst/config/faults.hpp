#pragma once

#include <fangst/config/document.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fangst::config {

/// Gathers every fault of a file, each with its line. One setting is told of once: a rule need not ask whether what it
/// looks at could be read.
class Faults {
 public:
  explicit Faults(std::string file) : file_(std::move(file)) {}

  void add(unsigned line, const std::string& what);
  /// Of one setting. `what` goes on from its name: "skal være ...".
  void add(const Values& values, const std::string& setting, const std::string& what);

  /// In the order of the lines.
  std::vector<std::string> all() const;

 private:
  std::string file_;
  std::vector<std::pair<unsigned, std::string>> faults_;
  std::set<std::string> told_;
};

}  // namespace fangst::config

#pragma once

#include <memory>
#include <string>

namespace fangst::test {

/// Digipost's own XSDs, both of them, when they are at hand.
class OfficialDigipostSchema {
 public:
  OfficialDigipostSchema();
  ~OfficialDigipostSchema();
  bool present() const { return state_ != nullptr; }
  /// Empty when the document is valid; else the first fault.
  std::string fault_of(const std::string& xml) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::test

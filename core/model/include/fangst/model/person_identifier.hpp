#pragma once

#include <string>
#include <utility>

namespace fangst::model {

/// A foedselsnummer or D-number; not checked here. It has no stream operator and no implicit conversion, so that it
/// cannot reach a log line or an error text by accident (invariant 9). A caller that needs the digits calls reveal().
class PersonIdentifier {
 public:
  PersonIdentifier() = default;
  explicit PersonIdentifier(std::string digits) : digits_(std::move(digits)) {}

  const std::string& reveal() const { return digits_; }
  bool empty() const { return digits_.empty(); }
  friend bool operator==(const PersonIdentifier&, const PersonIdentifier&) = default;

 private:
  std::string digits_;
};

}  // namespace fangst::model

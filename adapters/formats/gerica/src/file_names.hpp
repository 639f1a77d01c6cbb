#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace fangst::gerica {

/// Gives every file of a message a name of its own.
class FileNames {
 public:
  /// The description when it can be a file name, else "vedlegg"; with an extension that fits, and a number when taken.
  std::string give(std::string_view description, std::string_view mime_type);

 private:
  std::unordered_set<std::string> given_;
};

}  // namespace fangst::gerica

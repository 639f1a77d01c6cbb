#pragma once

#include <string>
#include <vector>

namespace fangst::testing {

/// What the process has done with files, in order: "write <what>", "sync <what>", "rename <what>", where <what> is the
/// path below the watched folder, with a star for names that are made of an id or a hash: "fangst.sqlite-wal",
/// "documents/segments/*", "documents/files/*/*". Also what a test notes itself. The same call again and again is one.
class FileCalls {
 public:
  /// Watches the calls below this folder, and forgets what was before.
  static void watch(const std::string& folder);
  static void note(const std::string& what);
  static std::vector<std::string> take();
};

}  // namespace fangst::testing

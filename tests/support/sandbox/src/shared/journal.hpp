#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

namespace fangst::sandbox {

/// What must survive a restart of the sandbox, one JSON object a line. A record has reached the kernel when append()
/// returns, so it outlives the process (though not the machine: there is no sync). Thread-safe.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& file);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void append(const nlohmann::json& record);
  /// Calls back with each earlier record; a last line that was cut short is passed over.
  void replay(const std::function<void(const nlohmann::json&)>& take) const;

 private:
  void write(const std::string& line);

  std::filesystem::path file_;
  std::mutex mutex_;
  int descriptor_ = -1;
};

}  // namespace fangst::sandbox

#pragma once

#include <fangst/ports/http_client.hpp>

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace fangst::support {

/// The sandbox that plays the outside systems, as a process on a free port, with a state folder of its own. Ends with
/// the object.
class RunningSandbox {
 public:
  /// `options` as on its command line; --port and --state are given already. Throws when it does not start.
  explicit RunningSandbox(ports::HttpClient& http, std::vector<std::string> options = {});
  ~RunningSandbox();
  RunningSandbox(const RunningSandbox&) = delete;
  RunningSandbox& operator=(const RunningSandbox&) = delete;

  const std::string& base_url() const { return base_url_; }
  const nlohmann::json& description() const { return description_; }  ///< DIR/sandbox.json
  std::string file(const std::string& name) const;                    ///< A text file of its state folder.

  void add_fault(const nlohmann::json& fault);
  void clear_faults();
  /// GET /sandbox/log.
  nlohmann::json log();
  /// A person who stands for a row of the decision table, e.g. "reserved".
  std::string person(const std::string& row);
  nlohmann::json control(const std::string& method, const std::string& path, const std::string& body = {});

 private:
  ports::HttpClient& http_;
  std::filesystem::path state_;
  std::string base_url_;
  nlohmann::json description_;
  pid_t process_ = -1;
};

}  // namespace fangst::support

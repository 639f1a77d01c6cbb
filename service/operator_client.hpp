#pragma once

#include <string>

namespace fangst::service {

/// Calls the running service's API as an operator. The key comes from a file, never from the command line.
class OperatorClient {
 public:
  OperatorClient(std::string url, const std::string& key_file, std::string ca_file);

  /// Prints the answer's JSON; a problem goes to standard error. Returns the exit code.
  int get(const std::string& path) const;
  int post(const std::string& path, const std::string& body) const;

 private:
  int call(const std::string& method, const std::string& path, const std::string& body) const;

  std::string url_, key_, ca_file_;
};

}  // namespace fangst::service

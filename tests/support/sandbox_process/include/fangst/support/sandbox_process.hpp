#pragma once

#include <fangst/ports/http_client.hpp>

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace fangst::support {

/// The sandbox program, started for a test in a folder of its own and ended with it. Throws when it does not start.
class SandboxProcess {
 public:
  explicit SandboxProcess(const std::vector<std::string>& more_arguments = {});
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  std::string url(const std::string& path) const;
  /// A value of sandbox.json by JSON Pointer, as text: value("/digipost/brokerId").
  std::string value(const std::string& pointer) const;
  /// A file of the state folder: file("digipost-client.key.pem").
  std::string file(const std::string& name) const;

  /// The control interface; throws unless the answer is 2xx.
  void post(const std::string& path, const std::string& json);
  void put(const std::string& path, const std::string& body, ports::HttpHeaders headers = {});
  void clear_faults();
  /// A value of GET /sandbox/log by JSON Pointer, as JSON text; "null" when there is none.
  std::string log(const std::string& pointer);

  /// A client for the test and the code under test.
  ports::HttpClient& http();

 private:
  ports::HttpResponse control(const ports::HttpRequest& request);

  std::filesystem::path state_;
  pid_t pid_ = -1;
};

}  // namespace fangst::support

#include <fangst/http_client/client.hpp>
#include <fangst/support/sandbox_process.hpp>

#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace fangst::support {
namespace {

using nlohmann::json;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path new_folder() {
  auto name = (std::filesystem::temp_directory_path() / "fangst-sandbox-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the sandbox");
  return name;
}

pid_t spawn(std::vector<std::string> arguments) {
  std::vector<char*> raw;
  for (auto& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawn(&pid, raw[0], nullptr, nullptr, raw.data(), environ) != 0) {
    throw std::runtime_error("the sandbox does not start: " + arguments[0]);
  }
  return pid;
}

}  // namespace

SandboxProcess::SandboxProcess(const std::vector<std::string>& more_arguments) : state_(new_folder()) {
  std::vector<std::string> arguments{FANGST_SANDBOX_PROGRAM, "--port", "0", "--state", state_.string(), "--seed", "1"};
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  pid_ = spawn(std::move(arguments));
  for (int i = 0; i < 1'200; ++i) {
    if (std::filesystem::exists(state_ / "sandbox.json")) return;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("the sandbox ended or never became ready");
}

SandboxProcess::~SandboxProcess() {
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  std::error_code ignored;
  std::filesystem::remove_all(state_, ignored);
}

std::string SandboxProcess::url(const std::string& path) const { return value("/baseUrl") + path; }

std::string SandboxProcess::value(const std::string& pointer) const {
  const auto found = json::parse(read_file(state_ / "sandbox.json")).at(json::json_pointer(pointer));
  return found.is_string() ? found.get<std::string>() : found.dump();
}

std::string SandboxProcess::file(const std::string& name) const { return read_file(state_ / name); }

ports::HttpClient& SandboxProcess::http() {
  static http_client::Client client{http_client::Settings{}};
  return client;
}

ports::HttpResponse SandboxProcess::control(const ports::HttpRequest& request) {
  auto response = http().send(request, std::chrono::steady_clock::now() + std::chrono::seconds(30));
  if (!response) throw std::runtime_error("the sandbox does not answer: " + response.error().private_detail());
  if (response->status / 100 != 2) throw std::runtime_error("the sandbox refuses: " + response->body);
  return *std::move(response);
}

void SandboxProcess::post(const std::string& path, const std::string& json) {
  control({"POST", url(path), {{"Content-Type", "application/json"}}, json, nullptr});
}

void SandboxProcess::put(const std::string& path, const std::string& body, ports::HttpHeaders headers) {
  control({"PUT", url(path), std::move(headers), body, nullptr});
}

void SandboxProcess::clear_faults() { control({"DELETE", url("/sandbox/faults"), {}, {}, nullptr}); }

std::string SandboxProcess::log(const std::string& pointer) {
  const auto log = json::parse(control({"GET", url("/sandbox/log"), {}, {}, nullptr}).body);
  const json::json_pointer place(pointer);
  return log.contains(place) ? log.at(place).dump() : "null";
}

}  // namespace fangst::support

#include <fangst/support/running_sandbox.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace fangst::support {
namespace {

using namespace std::chrono_literals;

std::filesystem::path make_folder() {
  std::string name = std::filesystem::temp_directory_path() / "fangst-sandbox-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  return name;
}

pid_t start(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (auto& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", 1, 0);
  pid_t process = -1;
  const int failed = ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + command[0]);
  return process;
}

void wait_for(const std::filesystem::path& file, pid_t process) {
  const auto until = std::chrono::steady_clock::now() + 30s;
  while (!std::filesystem::exists(file)) {
    if (::waitpid(process, nullptr, WNOHANG) != 0) throw std::runtime_error("the sandbox ended at once");
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the sandbox is not ready after 30 s");
    std::this_thread::sleep_for(5ms);
  }
}

}  // namespace

RunningSandbox::RunningSandbox(ports::HttpClient& http, std::vector<std::string> options)
    : http_(http), state_(make_folder()) {
  std::vector<std::string> command = {FANGST_SANDBOX, "--port", "0", "--state", state_.string()};
  command.insert(command.end(), options.begin(), options.end());
  process_ = start(std::move(command));
  wait_for(state_ / "sandbox.json", process_);
  description_ = nlohmann::json::parse(file("sandbox.json"));
  base_url_ = description_.at("baseUrl").get<std::string>();
}

RunningSandbox::~RunningSandbox() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(state_, ignored);
}

std::string RunningSandbox::file(const std::string& name) const {
  std::ostringstream text;
  text << std::ifstream(state_ / name).rdbuf();
  return text.str();
}

nlohmann::json RunningSandbox::control(const std::string& method, const std::string& path, const std::string& body) {
  const ports::HttpRequest request{
      method, base_url_ + "/sandbox" + path, {{"Content-Type", "application/json"}}, body, nullptr};
  const auto response = http_.send(request, std::chrono::steady_clock::now() + 20s);
  if (!response || response->status >= 300) {
    throw std::runtime_error("the sandbox refuses " + method + " " + path + ": " +
                             (response ? response->body : response.error().private_detail()));
  }
  return response->body.empty() ? nlohmann::json() : nlohmann::json::parse(response->body);
}

void RunningSandbox::add_fault(const nlohmann::json& fault) { control("POST", "/faults", fault.dump()); }

void RunningSandbox::clear_faults() { control("DELETE", "/faults"); }

nlohmann::json RunningSandbox::log() { return control("GET", "/log"); }

std::string RunningSandbox::person(const std::string& row) {
  const auto known = control("GET", "/people");
  for (const auto& person : known.at("people")) {
    if (person.value("row", "") == row) return person.at("fnr").get<std::string>();
  }
  throw std::runtime_error("the sandbox knows nobody for the row " + row);
}

}  // namespace fangst::support

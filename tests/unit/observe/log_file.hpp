#pragma once

#include <fangst/observe/log.hpp>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace fangst::observe {

/// The log of the process as an operator's collector reads it, for as long as this lives.
class LogFile {
 public:
  explicit LogFile(Level level = Level::debug)
      : path_(std::filesystem::temp_directory_path() / ("fangst-log." + std::to_string(::getpid()))) {
    open_log({.file = path_.string(), .level = level});
  }
  ~LogFile() {
    open_log({});
    std::filesystem::remove(path_);
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string text() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<nlohmann::json> timed_lines() const {
    std::vector<nlohmann::json> all;
    std::ifstream in(path_);
    for (std::string line; std::getline(in, line);) all.push_back(nlohmann::json::parse(line));
    return all;
  }
  /// Without their times.
  std::vector<nlohmann::json> lines() const {
    auto all = timed_lines();
    for (auto& line : all) line.erase("ts");
    return all;
  }
  nlohmann::json last() const {
    const auto all = lines();
    return all.empty() ? nlohmann::json() : all.back();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace fangst::observe

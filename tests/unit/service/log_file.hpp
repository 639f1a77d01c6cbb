#pragma once

#include <fangst/observe/log.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace fangst::service {

/// The log of the process as an operator's collector reads it, at level debug, for as long as this lives.
class LogFile {
 public:
  LogFile() : file_(std::filesystem::temp_directory_path() / ("fangst-service-log." + std::to_string(::getpid()))) {
    observe::open_log({.file = file_.string(), .level = observe::Level::debug});
  }
  ~LogFile() {
    observe::open_log({});
    std::filesystem::remove(file_);
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// Every line, without its time.
  std::vector<nlohmann::json> lines() const {
    std::vector<nlohmann::json> all;
    std::ifstream in(file_);
    for (std::string line; std::getline(in, line);) {
      all.push_back(nlohmann::json::parse(line));
      all.back().erase("ts");
    }
    return all;
  }
  nlohmann::json last() const {
    const auto all = lines();
    return all.empty() ? nlohmann::json() : all.back();
  }

 private:
  std::filesystem::path file_;
};

}  // namespace fangst::service

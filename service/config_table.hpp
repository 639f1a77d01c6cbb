#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::service {

/// Gathers every fault of a configuration file, each with file and line.
class ConfigFaults {
 public:
  explicit ConfigFaults(std::string file) : file_(std::move(file)) {}
  void add(unsigned line, const std::string& what) {
    // What is missing from the root of the file has no place of its own.
    faults_.push_back(file_ + ":" + std::to_string(std::max(line, 1U)) + ": " + what);
  }
  const std::vector<std::string>& all() const { return faults_; }

 private:
  std::string file_;
  std::vector<std::string> faults_;
};

/// One table of the file. Every key that is asked for is remembered; finish() faults the rest as unknown.
class ConfigTable {
 public:
  ConfigTable(const toml::table* table, std::string name, ConfigFaults& faults)
      : table_(table), name_(std::move(name)), faults_(faults) {}

  bool exists() const { return table_ != nullptr; }
  std::string required(std::string_view key);
  std::string text(std::string_view key, std::string otherwise = {});
  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  bool flag(std::string_view key, bool otherwise);
  std::chrono::milliseconds duration(std::string_view key, std::chrono::milliseconds otherwise);
  std::vector<std::chrono::milliseconds> durations(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  /// The content of the file that the key names: a secret. Faults an unreadable, world-readable or empty file.
  std::string secret(std::string_view key, bool required);
  ConfigTable table(std::string_view key);
  void each(std::string_view key, const std::function<void(ConfigTable)>& read);
  /// Every key with its text, for free-form tables.
  std::vector<std::pair<std::string, std::string>> all_texts();
  void fault(std::string_view key, const std::string& what);
  void finish();

 private:
  const toml::node* find(std::string_view key);
  std::string label() const;
  unsigned line_of(std::string_view key) const;

  const toml::table* table_;
  std::string name_;
  ConfigFaults& faults_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace fangst::service

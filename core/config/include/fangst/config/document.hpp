#pragma once

#include <fangst/config/schema.hpp>
#include <fangst/ports/setting.hpp>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace fangst::config {

/// The checked values of one table of the file, with their lines.
class Values : public ports::SettingValues {
 public:
  Values() = default;
  Values(std::vector<Setting> declared, std::string label, unsigned line)
      : ports::SettingValues(std::move(declared)), label_(std::move(label)), line_(line) {}

  const std::string& label() const { return label_; }  ///< "[http]", "[source] gerica"; "" above the first table.
  unsigned line() const { return line_; }              ///< Of the table; 1 when it is not in the file.
  unsigned line(const std::string& name) const;        ///< Of the setting, or else of the table.
  bool stands(const std::string& name) const { return lines_.contains(name); }  ///< In the file, be it empty.
  void stands_at(const std::string& name, unsigned line) { lines_[name] = line; }
  void name_as(const std::string& label) { label_ = label; }

 private:
  std::string label_;
  unsigned line_ = 1;
  std::map<std::string, unsigned> lines_;
};

/// One entry of a repeated section.
struct Entry {
  Values values;
  /// The tables of its variants: "settings" -> the format -> the values as that format declares them.
  std::map<std::string, std::map<std::string, Values>> variants;
};

/// A configuration that has been read and checked. Names are those of the schema; other names throw std::logic_error.
/// Immutable after read(), so thread-safe.
class Document {
 public:
  explicit Document(const Schema& schema);

  /// Of a section that is not in the file: the defaults.
  const Values& operator[](const std::string& section) const;
  bool has(const std::string& section) const;  ///< Whether it is in the file.
  const std::vector<Entry>& each(const std::string& section) const;
  /// The tables of a pattern such as "retry.steps.<steg>", by the name in place of <steg>.
  const std::map<std::string, Values>& named(const std::string& section) const;

 private:
  friend class Reader;
  std::map<std::string, Values> tables_;
  std::map<std::string, bool> in_file_;
  std::map<std::string, std::vector<Entry>> repeated_;
  std::map<std::string, std::map<std::string, Values>> named_;
};

/// A configuration that cannot be used. what() lists every fault, each on its line.
class Unusable : public std::runtime_error {
 public:
  Unusable(const std::filesystem::path& file, std::vector<std::string> faults);
  const std::vector<std::string>& faults() const { return faults_; }  ///< "fangst.toml:31: [http] port: skal ..."

 private:
  std::vector<std::string> faults_;
};

/// Reads the file, the secret files that it names, and checks all of it against the schema and its rules.
/// Throws Unusable with every fault, in bokmaal, for those who run the installation.
Document read(const std::filesystem::path& file, const Schema& schema);

}  // namespace fangst::config

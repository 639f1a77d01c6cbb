#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Settings as plain values: the declaration of what a part reads from the configuration, and the values found there.
/// fangst::config reads a file and checks it against the declarations.
namespace fangst::ports {

/// How a setting is written, and what it is read as.
enum class SettingKind {
  text,         ///< "…"; read as text
  choice,       ///< "…", one of `choices`; read as text
  digits,       ///< "1001": an id, or a number that may begin with 0; read as text
  url,          ///< "https://…"; http only to the loopback, unless `allows_http`; read as text
  path,         ///< Of a file or folder that need not be there yet; read as text
  file,         ///< Of a file that can be read; read as text
  folder,       ///< Of a folder that is there; read as text
  secret_file,  ///< Of a file that the owner and group alone may read; read as text: its content, without the last line
                ///< break
  flag,         ///< true or false
  number,       ///< A whole number from `least` to `most`
  duration,     ///< "30s", "5m"; longer than nothing
  durations,    ///< ["10s", "1m"]
  texts,        ///< ["…", "…"]
  choices,      ///< ["…", "…"], each one of `choices`; read as texts
  urls,         ///< ["https://…"], each as `url`; read as texts
};

using SettingValue = std::variant<bool, std::int64_t, std::chrono::milliseconds, std::string, std::vector<std::string>,
                                  std::vector<std::chrono::milliseconds>>;

/// The empty value of the kind: "", false, 0, no entries.
SettingValue no_value(SettingKind kind);

/// The declaration of one setting, made where the setting is read. The check of the configuration, the sample, the
/// reference page and the default all come from it.
struct Setting {
  /// "webhook_url"; or "kkf.<fag>", which stands for any number of settings "kkf.skole", "kkf.ppt" ...
  std::string name;
  SettingKind kind = SettingKind::text;
  bool is_required = false;
  std::optional<SettingValue> otherwise{};  ///< When it is not given; without it the empty value.
  std::vector<std::string> choices{};
  std::int64_t least = 0, most = 0;
  bool allows_http = false;
  std::vector<std::string> keys{};  ///< What may stand for "<fag>"; empty: anything.
  std::string help{};               ///< For those who run it: one or two sentences in bokmaal.
  /// As it is written in the sample: `"<9 siffer>"`, `["innsending"]`. What the reader must fill in stands in < >.
  /// A setting with an example is written in the sample even when it has a default.
  std::string example{};
  /// What is wrong with a text, beyond its kind; empty when nothing is. Asked of each entry of a list, and of the
  /// content of a secret file: then the answer goes on from the name of the file, and must not repeat the content.
  std::function<std::string(const std::string&)> fault_of{};

  bool is_pattern() const { return name.ends_with('>'); }
  /// Whether this declares the setting `key`.
  bool declares(std::string_view key) const;
  /// `otherwise`, of the right kind.
  SettingValue default_value() const;
};

/// Checked values of the settings that one part declares. Each getter throws std::logic_error for a name that is not
/// declared, or that is declared of another kind: a fault in the program, not in the file. Immutable when shared.
class SettingValues {
 public:
  SettingValues() = default;
  /// Throws std::logic_error as the getters do.
  explicit SettingValues(std::vector<Setting> declared, const std::map<std::string, SettingValue>& given = {});

  void give(const std::string& name, SettingValue value);
  bool is_given(const std::string& name) const { return given_.contains(name); }

  /// "" when it is not given and has no default.
  const std::string& text(const std::string& name) const;
  bool flag(const std::string& name) const;
  std::int64_t number(const std::string& name) const;
  std::chrono::milliseconds duration(const std::string& name) const;
  const std::vector<std::chrono::milliseconds>& durations(const std::string& name) const;
  const std::vector<std::string>& texts(const std::string& name) const;
  /// The text of "kkf.skole", say, from the pattern "kkf.<fag>" and what stands for <fag>. Any key may be asked for,
  /// also one that came with a message: what is not given is the default.
  const std::string& text(const std::string& pattern, const std::string& key) const;

  const std::vector<Setting>& declared() const { return declared_; }

 private:
  const Setting& declaration(const std::string& name) const;
  template <class T>
  const T& get(const std::string& name) const;

  std::vector<Setting> declared_;
  std::map<std::string, SettingValue> defaults_;  ///< By the declared name.
  std::map<std::string, SettingValue> given_;
};

}  // namespace fangst::ports

#include "words.hpp"

#include <fangst/config/generate.hpp>

#include <algorithm>

namespace fangst::config {
namespace {

constexpr std::size_t kWidth = 110;

constexpr auto kHead =
    R"(# Oppsettet av Fangst. Laget av `fangst config sample`; alle innstillinger står forklart i docs/innstillinger.md.
# Kopier til /etc/fangst/fangst.toml og fyll inn det som står mellom < og >. Det som er kommentert ut, kan utelates:
# er det gitt en verdi, gjelder den når linjen mangler. Et avsnitt som ikke skal brukes, kommenteres ut eller slettes.
# Hemmeligheter står aldri her, bare i filer som bare tjenesten kan lese (chmod 600). Varigheter: "200ms", "5s", "15m", "24h".
# Prøv filen med:  fangst config check --config /etc/fangst/fangst.toml
)";

/// Broken at spaces, each line a comment.
std::string comment(const std::string& text) {
  std::string lines, line;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    if (!line.empty() && line.size() + word.size() + 1 > kWidth) {
      lines += "# " + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return lines + "# " + line + "\n";
}

std::string key_of(const Setting& setting) {
  if (!setting.is_pattern() || setting.keys.empty()) return toml_key(setting.name);
  return toml_key(setting.name.substr(0, setting.name.find('<')) + setting.keys.front());
}

std::string value_of(const Setting& setting) {
  return setting.example.empty() ? toml_of(setting.default_value()) : setting.example;
}

/// What must be given, and what should be chosen although it has a default.
bool is_asked_for(const Setting& setting) {
  return setting.is_required || (setting.otherwise && !setting.example.empty());
}

class Sample {
 public:
  std::string write(const Schema& schema) {
    text_ = kHead;
    for (const auto& section : schema.sections()) add(section);
    return std::move(text_);
  }

 private:
  void add(const Section& section) {
    text_ += "\n" + comment(section.help);
    if (section.variants.empty()) return add_table(section, section.settings, true);
    // One entry for each variant: which settings there are depends on it.
    bool is_first = true;
    for (const auto& variants : section.variants) {
      for (const auto& [name, settings] : variants.settings) {
        if (!is_first) text_ += "\n";
        add_table(section, with_choice(section, variants.by, name, is_first), is_first);
        if (!settings.empty()) {
          if (is_first) text_ += comment(variants.help);
          text_ += mark(section, true) + "[" + section.name + "." + variants.table + "]\n";
          add_settings(section, settings, true);
        }
        is_first = false;
      }
    }
  }

  /// The first entry shows everything, the others what they must have.
  static std::vector<Setting> with_choice(const Section& section, const std::string& by, const std::string& name,
                                          bool shows_all) {
    std::vector<Setting> settings;
    for (auto setting : section.settings) {
      if (!shows_all && !setting.is_required) continue;
      if (setting.name == by) setting.example = "[\"" + name + "\"]";
      if (setting.name == "name") setting.example = "\"" + name.substr(0, name.find('-')) + "\"";
      settings.push_back(std::move(setting));
    }
    return settings;
  }

  static std::string mark(const Section& section, bool is_left_out) {
    return section.is_commented_out || is_left_out ? "#" : "";
  }

  void add_table(const Section& section, const std::vector<Setting>& settings, bool explains) {
    const auto name = section.is_pattern() && !section.keys.empty()
                          ? section.name.substr(0, section.name.find('<')) + section.keys.front()
                          : section.name;
    text_ += mark(section, false) + (section.is_repeated ? "[[" + name + "]]\n" : "[" + name + "]\n");
    add_settings(section, settings, explains);
  }

  void add_settings(const Section& section, const std::vector<Setting>& settings, bool explains) {
    for (const auto& setting : settings) {
      if (explains) text_ += comment(setting.help);
      text_ += mark(section, !is_asked_for(setting)) + key_of(setting) + " = " + value_of(setting) + "\n";
    }
  }

  std::string text_;
};

}  // namespace

std::string sample(const Schema& schema) { return Sample().write(schema); }

}  // namespace fangst::config

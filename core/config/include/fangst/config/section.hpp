#pragma once

#include <fangst/ports/setting.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace fangst::config {

using ports::Setting;
using Kind = ports::SettingKind;

class Document;
class Faults;

/// A condition on several settings. Runs when the whole file has been read, also when there are faults already.
using Rule = std::function<void(const Document&, Faults&)>;

/// Further settings of an entry of a repeated section, in a table below it. Which settings they are depends on a
/// setting of the entry. [source.settings] holds the settings of the formats that the source's `formats` names.
struct Variants {
  std::string table;  ///< "settings"
  std::string by;     ///< "formats": a setting of kind choices.
  std::string word;   ///< What the names are, for people: "formatet".
  std::string help;
  std::map<std::string, std::vector<Setting>> settings;
};

/// The declaration of one table of the configuration, made by the part that reads it.
struct Section {
  /// "http"; or "retry.steps.<steg>", which stands for any number of tables; or "": the keys above the first table.
  std::string name;
  std::string help{};  ///< For those who run it: one or two sentences in bokmaal.
  std::vector<Setting> settings{};
  bool is_optional = false;         ///< What is declared as required is so only when the table is there.
  bool is_repeated = false;         ///< [[source]]
  std::vector<std::string> keys{};  ///< What may stand for "<steg>"; empty: anything.
  std::vector<Rule> rules{};
  std::vector<Variants> variants{};  ///< Of a repeated section.
  bool is_commented_out = false;     ///< In the sample.

  bool is_pattern() const { return name.ends_with('>'); }
};

}  // namespace fangst::config

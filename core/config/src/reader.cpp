#include "reader.hpp"

#include "nearest.hpp"
#include "toml_values.hpp"

#include <algorithm>

namespace fangst::config {
namespace {

unsigned line_of(const toml::node& node) { return static_cast<unsigned>(node.source().begin.line); }
unsigned line_of(const toml::key& key) { return static_cast<unsigned>(key.source().begin.line); }

/// What stands before "<steg>" in "retry.steps.<steg>".
std::string before_placeholder(const std::string& pattern) { return pattern.substr(0, pattern.find('<')); }

/// The names that may be meant, patterns written out.
void add_names(std::vector<std::string>& names, const std::string& name, const std::vector<std::string>& keys) {
  if (!name.ends_with('>')) return names.push_back(name);
  for (const auto& key : keys) names.push_back(before_placeholder(name) + key);
}

std::vector<std::string> names_of(const std::vector<Setting>& settings) {
  std::vector<std::string> names;
  for (const auto& setting : settings) add_names(names, setting.name, setting.keys);
  return names;
}

const Setting* find(const std::vector<Setting>& settings, const std::string& name) {
  const auto found =
      std::find_if(settings.begin(), settings.end(), [&name](const auto& setting) { return setting.declares(name); });
  return found == settings.end() ? nullptr : &*found;
}

std::vector<Setting> all_of(const Variants& variants) {
  std::vector<Setting> all;
  for (const auto& [name, settings] : variants.settings) all.insert(all.end(), settings.begin(), settings.end());
  return all;
}

std::string unknown_key(const Values& values, const std::string& name, const std::vector<Setting>& declared) {
  return values.label() + " ukjent nøkkel «" + name + "»." + hint(name, names_of(declared));
}

}  // namespace

Document Reader::read(const toml::table& root) {
  read_above_tables(root);
  require_all();
  for (const auto& section : schema_.sections()) {
    for (const auto& rule : section.rules) rule(document_, faults_);
  }
  return std::move(document_);
}

void Reader::read_above_tables(const toml::table& root) {
  const auto* declared = schema_.find("");
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    const auto line = line_of(key);
    if (declared != nullptr && find(declared->settings, name) != nullptr) {
      read_setting(document_.tables_.at(""), name, line, node);
    } else {
      read_node(name, line, node);
    }
  }
}

const Section* Reader::section_of(const std::string& full) const {
  for (const auto& section : schema_.sections()) {
    const auto prefix = before_placeholder(section.name);
    // What stands below a table of the pattern is a setting of it, and no table of the pattern.
    const auto is_named = section.is_pattern() && full.starts_with(prefix) &&
                          (section.keys.empty() ? full.find('.', prefix.size()) == std::string::npos
                                                : std::find(section.keys.begin(), section.keys.end(),
                                                            full.substr(prefix.size())) != section.keys.end());
    if (section.name == full || is_named) return &section;
  }
  return nullptr;
}

bool Reader::is_table(const std::string& full) const {
  const auto is_it = [&full](const auto& section) {
    return section.name == full || section.name.starts_with(full + ".");
  };
  return section_of(full) != nullptr || std::any_of(schema_.sections().begin(), schema_.sections().end(), is_it);
}

void Reader::read_node(const std::string& full, unsigned line, const toml::node& node) {
  const auto* section = section_of(full);
  if (section != nullptr && section->is_repeated) return read_repeated(*section, full, line, node);
  if (!is_table(full)) return tell_unknown_table(full, line, node);
  const auto* table = node.as_table();
  if (table == nullptr) return faults_.add(line, full + ": skal skrives som et avsnitt: [" + full + "].");
  if (section != nullptr) return read_section(*section, full, line_of(node), *table);
  for (const auto& [key, inner] : *table) read_node(full + "." + std::string(key.str()), line_of(key), inner);
}

void Reader::tell_unknown_table(const std::string& full, unsigned line, const toml::node& node) {
  if (!node.is_table() && !node.is_array_of_tables()) {
    const auto* declared = schema_.find("");
    const auto meant = declared == nullptr ? "" : hint(full, names_of(declared->settings));
    return faults_.add(line, "ukjent nøkkel «" + full + "», utenfor et avsnitt." + meant);
  }
  std::vector<std::string> names;
  for (const auto& section : schema_.sections()) {
    if (!section.name.empty()) add_names(names, section.name, section.keys);
  }
  const auto meant = nearest(full, names);
  faults_.add(line, "ukjent avsnitt [" + full + "]." + (meant.empty() ? "" : " Mente du [" + meant + "]?"));
}

void Reader::read_section(const Section& section, const std::string& full, unsigned line, const toml::table& table) {
  Values values(section.settings, "[" + full + "]", line);
  each_key(table, section.settings, [&](const std::string& name, unsigned at, const toml::node& node) {
    if (is_table(full + "." + name)) return read_node(full + "." + name, at, node);
    if (find(section.settings, name) != nullptr) return read_setting(values, name, at, node);
    const bool may_be_table = node.is_table() || node.is_array_of_tables();
    if (may_be_table) return tell_unknown_table(full + "." + name, at, node);
    faults_.add(at, unknown_key(values, name, section.settings));
  });
  if (section.is_pattern()) {
    document_.named_[section.name].insert_or_assign(full.substr(before_placeholder(section.name).size()), values);
    return require(values);
  }
  document_.tables_.insert_or_assign(section.name, std::move(values));
  document_.in_file_[section.name] = true;
}

void Reader::each_key(const toml::table& table, const Settings& declared, const EachKey& read) {
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto is_below = [&name](const auto& setting) { return setting.name.starts_with(name + "."); };
    const auto* inner = node.as_table();
    if (inner == nullptr || std::none_of(declared.begin(), declared.end(), is_below)) {
      read(name, line_of(key), node);
      continue;
    }
    for (const auto& [inner_key, inner_node] : *inner) {
      read(name + "." + std::string(inner_key.str()), line_of(inner_key), inner_node);
    }
  }
}

void Reader::read_setting(Values& values, const std::string& name, unsigned line, const toml::node& node) {
  values.stands_at(name, line);
  if (name.find('<') != std::string::npos) return faults_.add(values, name, "navnet er ikke fylt inn.");
  const auto* setting = find(values.declared(), name);
  auto value = read_value(*setting, node, [&](const std::string& what) { faults_.add(values, name, what); });
  if (value) values.give(name, std::move(*value));
}

void Reader::read_repeated(const Section& section, const std::string& full, unsigned line, const toml::node& node) {
  if (!node.is_array_of_tables()) return faults_.add(line, full + ": skal skrives som [[" + full + "]].");
  for (const auto& entry : *node.as_array()) {
    read_entry(section, *entry.as_table(), document_.repeated_[section.name].emplace_back());
  }
}

void Reader::read_entry(const Section& section, const toml::table& table, Entry& entry) {
  const auto name = find(section.settings, "name") == nullptr ? "" : table["name"].value_or(std::string());
  const auto named = name.empty() ? "" : " " + name + ":";
  auto& values = entry.values = Values(section.settings, "[" + section.name + "]" + named, line_of(table));
  each_key(table, section.settings, [&](const std::string& key, unsigned at, const toml::node& node) {
    const auto is_it = [&key](const auto& variants) { return variants.table == key; };
    if (std::any_of(section.variants.begin(), section.variants.end(), is_it)) return;
    if (find(section.settings, key) != nullptr) return read_setting(values, key, at, node);
    faults_.add(at, unknown_key(values, key, section.settings));
  });
  require(values);
  for (const auto& variants : section.variants) {
    read_variants(variants, table, "[" + section.name + "." + variants.table + "]" + named, entry);
  }
}

void Reader::read_variants(const Variants& variants, const toml::table& table, const std::string& label, Entry& entry) {
  const auto* node = table.get(variants.table);
  const auto* below = node == nullptr ? nullptr : node->as_table();
  if (node != nullptr && below == nullptr) {
    faults_.add(line_of(*node), label + " skal skrives som et avsnitt.");
  }
  const auto line = line_of(below == nullptr ? table : *below);
  auto& chosen = entry.variants[variants.table];
  for (const auto& name : entry.values.texts(variants.by)) {
    chosen.insert_or_assign(name, Values(variants.settings.at(name), label, line));
  }
  const Values at({}, label, line);
  if (below != nullptr) {
    each_key(*below, all_of(variants), [&](const std::string& name, unsigned key_line, const toml::node& value) {
      bool is_known = false;
      for (auto& [variant, values] : chosen) {
        if (find(values.declared(), name) == nullptr) continue;
        is_known = true;
        read_setting(values, name, key_line, value);
      }
      // When what chooses is itself at fault, nothing can be said of what is chosen.
      if (!is_known && !(chosen.empty() && find(all_of(variants), name) != nullptr)) {
        tell_unknown_variant_key(variants, at, name, key_line);
      }
    });
  }
  for (const auto& [variant, values] : chosen) require(values);
}

void Reader::tell_unknown_variant_key(const Variants& variants, const Values& at, const std::string& name,
                                      unsigned line) {
  for (const auto& [variant, settings] : variants.settings) {
    if (find(settings, name) == nullptr) continue;
    return faults_.add(line, at.label() + " «" + name + "» hører til " + variants.word + " «" + variant +
                                 "», som ikke står i «" + variants.by + "».");
  }
  faults_.add(line, unknown_key(at, name, all_of(variants)));
}

void Reader::require(const Values& values) {
  for (const auto& setting : values.declared()) {
    if (setting.is_required && !setting.is_pattern() && !values.is_given(setting.name)) {
      faults_.add(values, setting.name, "mangler. " + setting.help);
    }
  }
}

void Reader::require_all() {
  for (const auto& section : schema_.sections()) {
    if (section.is_repeated || section.is_pattern()) continue;
    if (document_.has(section.name) || !section.is_optional) require(document_[section.name]);
  }
}

}  // namespace fangst::config

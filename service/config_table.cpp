#include "config_table.hpp"

#include "secret_files.hpp"

#include <fangst/config/duration.hpp>

namespace fangst::service {

const toml::node* ConfigTable::find(std::string_view key) {
  asked_.emplace(key);
  return table_ == nullptr ? nullptr : table_->get(key);
}

unsigned ConfigTable::line_of(std::string_view key) const {
  if (table_ == nullptr) return 1;
  const auto* node = table_->get(key);
  return node == nullptr ? table_->source().begin.line : node->source().begin.line;
}

std::string ConfigTable::label() const { return name_.empty() ? "" : "[" + name_ + "] "; }

void ConfigTable::fault(std::string_view key, const std::string& what) {
  faults_.add(line_of(key), label() + std::string(key) + ": " + what);
}

std::string ConfigTable::required(std::string_view key) {
  auto value = text(key);
  if (value.empty()) fault(key, "is missing");
  return value;
}

std::string ConfigTable::text(std::string_view key, std::string otherwise) {
  const auto* node = find(key);
  if (node == nullptr) return otherwise;
  if (!node->is_string()) fault(key, "must be a text in quotes");
  return node->value_or(std::move(otherwise));
}

std::int64_t ConfigTable::number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const auto* node = find(key);
  if (node == nullptr) return otherwise;
  const auto value = node->value_exact<std::int64_t>();
  if (!value || *value < least || *value > most) {
    fault(key, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value.value_or(otherwise);
}

bool ConfigTable::flag(std::string_view key, bool otherwise) {
  const auto* node = find(key);
  if (node == nullptr) return otherwise;
  if (!node->is_boolean()) fault(key, "must be true or false");
  return node->value_or(otherwise);
}

std::chrono::milliseconds ConfigTable::duration(std::string_view key, std::chrono::milliseconds otherwise) {
  const auto* node = find(key);
  if (node == nullptr) return otherwise;
  const auto value = config::parse_duration(node->value_or(std::string()));
  if (!value || value->count() == 0) fault(key, R"(bad duration, write e.g. "30s" or "5m")");
  return value.value_or(otherwise);
}

std::vector<std::chrono::milliseconds> ConfigTable::durations(std::string_view key) {
  std::vector<std::chrono::milliseconds> list;
  for (const auto& entry : texts(key)) {
    const auto value = config::parse_duration(entry);
    if (!value || value->count() == 0) fault(key, "bad duration '" + entry + "'");
    list.push_back(value.value_or(std::chrono::seconds{1}));
  }
  return list;
}

std::vector<std::string> ConfigTable::texts(std::string_view key) {
  std::vector<std::string> list;
  const auto* node = find(key);
  if (node == nullptr) return list;
  const auto* array = node->as_array();
  if (array == nullptr) fault(key, "must be a list");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto value = (*array)[i].value<std::string>();
    if (!value) fault(key, "must be a list of texts");
    list.push_back(value.value_or(""));
  }
  return list;
}

std::string ConfigTable::secret(std::string_view key, bool is_required) {
  const auto file = text(key);
  if (file.empty()) {
    if (is_required) fault(key, "is missing");
    return {};
  }
  try {
    auto content = read_secret(file);
    if (content.empty()) fault(key, file + " is empty");
    return content;
  } catch (const std::exception& error) {
    fault(key, error.what());
    return {};
  }
}

ConfigTable ConfigTable::table(std::string_view key) {
  const auto* node = find(key);
  if (node != nullptr && !node->is_table()) fault(key, "must be written as a section");
  return {node == nullptr ? nullptr : node->as_table(),
          name_.empty() ? std::string(key) : name_ + "." + std::string(key), faults_};
}

void ConfigTable::each(std::string_view key, const std::function<void(ConfigTable)>& read) {
  const auto* node = find(key);
  if (node == nullptr) return;
  if (!node->is_array_of_tables()) return fault(key, "must be written as [[" + std::string(key) + "]]");
  for (const auto& entry : *node->as_array()) read({entry.as_table(), std::string(key), faults_});
}

std::vector<std::pair<std::string, std::string>> ConfigTable::all_texts() {
  std::vector<std::pair<std::string, std::string>> list;
  if (table_ == nullptr) return list;
  for (const auto& [key, node] : *table_) {
    asked_.emplace(key.str());
    const auto value = node.value<std::string>();
    if (!value) fault(key.str(), "must be a text in quotes");
    list.emplace_back(std::string(key.str()), value.value_or(""));
  }
  return list;
}

void ConfigTable::finish() {
  if (table_ == nullptr) return;
  for (const auto& [key, node] : *table_) {
    if (!asked_.contains(key.str()))
      faults_.add(node.source().begin.line, label() + "unknown key '" + std::string(key.str()) + "'");
  }
}

}  // namespace fangst::service

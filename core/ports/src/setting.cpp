#include <fangst/ports/setting.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::ports {

SettingValue no_value(SettingKind kind) {
  switch (kind) {
    case SettingKind::flag:
      return false;
    case SettingKind::number:
      return std::int64_t{0};
    case SettingKind::duration:
      return std::chrono::milliseconds{0};
    case SettingKind::durations:
      return std::vector<std::chrono::milliseconds>{};
    case SettingKind::texts:
    case SettingKind::choices:
    case SettingKind::urls:
      return std::vector<std::string>{};
    case SettingKind::text:
    case SettingKind::choice:
    case SettingKind::digits:
    case SettingKind::url:
    case SettingKind::path:
    case SettingKind::file:
    case SettingKind::folder:
    case SettingKind::secret_file:
      break;
  }
  return std::string();
}

bool Setting::declares(std::string_view key) const {
  if (!is_pattern()) return key == name;
  const auto prefix = std::string_view(name).substr(0, name.find('<'));
  if (!key.starts_with(prefix) || key.size() == prefix.size()) return false;
  return keys.empty() || std::find(keys.begin(), keys.end(), key.substr(prefix.size())) != keys.end();
}

SettingValue Setting::default_value() const {
  auto empty = no_value(kind);
  if (!otherwise) return empty;
  if (otherwise->index() != empty.index()) throw std::logic_error("the default of " + name + " is of another kind");
  return *otherwise;
}

SettingValues::SettingValues(std::vector<Setting> declared, const std::map<std::string, SettingValue>& given)
    : declared_(std::move(declared)) {
  for (const auto& setting : declared_) defaults_.emplace(setting.name, setting.default_value());
  for (const auto& [name, value] : given) give(name, value);
}

void SettingValues::give(const std::string& name, SettingValue value) {
  if (value.index() != no_value(declaration(name).kind).index()) {
    throw std::logic_error("the setting " + name + " is given a value of another kind");
  }
  given_.insert_or_assign(name, std::move(value));
}

const Setting& SettingValues::declaration(const std::string& name) const {
  const auto found = std::find_if(declared_.begin(), declared_.end(), [&name](const auto& setting) {
    return setting.declares(name) || setting.name == name;
  });
  if (found == declared_.end()) throw std::logic_error("the setting " + name + " is not declared");
  return *found;
}

template <class T>
const T& SettingValues::get(const std::string& name) const {
  const auto given = given_.find(name);
  const auto& value = given != given_.end() ? given->second : defaults_.at(declaration(name).name);
  const auto* typed = std::get_if<T>(&value);
  if (typed == nullptr) throw std::logic_error("the setting " + name + " is declared of another kind");
  return *typed;
}

const std::string& SettingValues::text(const std::string& name) const { return get<std::string>(name); }
const std::string& SettingValues::text(const std::string& pattern, const std::string& key) const {
  const auto name = pattern.substr(0, pattern.find('<')) + key;
  const auto& setting = declaration(pattern);
  return get<std::string>(setting.declares(name) ? name : pattern);
}
bool SettingValues::flag(const std::string& name) const { return get<bool>(name); }
std::int64_t SettingValues::number(const std::string& name) const { return get<std::int64_t>(name); }
std::chrono::milliseconds SettingValues::duration(const std::string& name) const {
  return get<std::chrono::milliseconds>(name);
}
const std::vector<std::chrono::milliseconds>& SettingValues::durations(const std::string& name) const {
  return get<std::vector<std::chrono::milliseconds>>(name);
}
const std::vector<std::string>& SettingValues::texts(const std::string& name) const {
  return get<std::vector<std::string>>(name);
}

}  // namespace fangst::ports

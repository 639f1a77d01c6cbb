#include <fangst/config/schema.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <stdexcept>

namespace fangst::config {
namespace {

void check(const std::string& section, const std::vector<Setting>& settings) {
  std::set<std::string> names;
  for (const auto& setting : settings) {
    const auto full = section + "." + setting.name;
    if (!names.insert(setting.name).second) throw std::logic_error(full + " is declared twice");
    if (setting.help.empty()) throw std::logic_error(full + " has no help text");
    static_cast<void>(setting.default_value());  // throws when it is of another kind
  }
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Schema& Schema::add(Section section) {
  const auto name = section.name;
  auto known = std::find_if(sections_.begin(), sections_.end(), [&name](const auto& s) { return s.name == name; });
  if (known == sections_.end()) {
    known = sections_.insert(known, std::move(section));
  } else {
    append(known->settings, section.settings);
    append(known->rules, section.rules);
    append(known->variants, section.variants);
  }
  check(name, known->settings);
  for (const auto& variants : known->variants) {
    for (const auto& [variant, settings] : variants.settings) check(name + "." + variants.table, settings);
  }
  return *this;
}

const Section* Schema::find(std::string_view name) const {
  const auto found = std::find_if(sections_.begin(), sections_.end(), [name](const auto& s) { return s.name == name; });
  return found == sections_.end() ? nullptr : &*found;
}

}  // namespace fangst::config

#include <fangst/config/document.hpp>

namespace fangst::config {
namespace {

template <class Map>
const auto& at(const Map& map, const std::string& section) {
  const auto found = map.find(section);
  if (found == map.end()) throw std::logic_error("the section " + section + " is not declared so");
  return found->second;
}

std::string label_of(const std::string& section) { return section.empty() ? "" : "[" + section + "]"; }

std::string listed(const std::filesystem::path& file, const std::vector<std::string>& faults) {
  std::string all = "oppsettet " + file.string() + " kan ikke brukes:";
  for (const auto& fault : faults) all += "\n  " + fault;
  return all;
}

}  // namespace

unsigned Values::line(const std::string& name) const {
  const auto found = lines_.find(name);
  return found == lines_.end() ? line_ : found->second;
}

Document::Document(const Schema& schema) {
  for (const auto& section : schema.sections()) {
    if (section.is_repeated) {
      repeated_[section.name];
    } else if (section.is_pattern()) {
      named_[section.name];
    } else {
      tables_.emplace(section.name, Values(section.settings, label_of(section.name), 1));
      in_file_[section.name] = false;
    }
  }
}

const Values& Document::operator[](const std::string& section) const { return at(tables_, section); }
bool Document::has(const std::string& section) const { return at(in_file_, section); }
const std::vector<Entry>& Document::each(const std::string& section) const { return at(repeated_, section); }
const std::map<std::string, Values>& Document::named(const std::string& section) const { return at(named_, section); }

Unusable::Unusable(const std::filesystem::path& file, std::vector<std::string> faults)
    : std::runtime_error(listed(file, faults)), faults_(std::move(faults)) {}

}  // namespace fangst::config

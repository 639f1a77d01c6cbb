#include <fangst/config/faults.hpp>
#include <fangst/registration/registry.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::registration {
namespace {

template <class Parts>
bool has(const Parts& parts, const std::string& name) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
}

template <class Parts>
void append_sections(std::vector<config::Section>& sections, const Parts& parts) {
  for (const auto& part : parts) sections.push_back(part.section);
}

}  // namespace

template <class Port>
void Registry::add_to(std::vector<Part<Port>>& parts, Part<Port> part) {
  const bool is_taken = has(tokens_, part.name) || has(contact_registers_, part.name) || has(dispatchers_, part.name) ||
                        has(archives_, part.name);
  if (is_taken) throw std::logic_error("two parts have the name " + part.name);
  if (part.section.name != part.name) throw std::logic_error(part.name + " has the section of " + part.section.name);
  parts.push_back(std::move(part));
}

void Registry::add(Tokens part) { add_to(tokens_, std::move(part)); }
void Registry::add(ContactRegister part) { add_to(contact_registers_, std::move(part)); }
void Registry::add(Dispatcher part) { add_to(dispatchers_, std::move(part)); }
void Registry::add(Archive part) { add_to(archives_, std::move(part)); }
void Registry::add(Format format) { formats_.push_back(std::move(format)); }

std::vector<std::unique_ptr<ports::IntakeFormat>> Registry::formats() const {
  std::vector<std::unique_ptr<ports::IntakeFormat>> formats;
  for (const auto& format : formats_) {
    auto made = format.make();
    const auto is_same = [&](const auto& other) { return other->name() == made->name(); };
    if (std::any_of(formats.begin(), formats.end(), is_same)) {
      throw std::logic_error("two formats have the name " + std::string(made->name()));
    }
    formats.push_back(std::move(made));
  }
  return formats;
}

std::vector<config::Section> Registry::sections() const {
  std::vector<config::Section> sections;
  append_sections(sections, tokens_);
  append_sections(sections, contact_registers_);
  append_sections(sections, dispatchers_);
  append_sections(sections, archives_);
  return sections;
}

config::Rule needs_section(std::string section, std::string needed) {
  return [section = std::move(section), needed = std::move(needed)](const config::Document& document,
                                                                    config::Faults& faults) {
    if (!document.has(section) || document.has(needed)) return;
    const auto& values = document[section];
    faults.add(values.line(), values.label() + " krever også et avsnitt [" + needed + "].");
  };
}

}  // namespace fangst::registration

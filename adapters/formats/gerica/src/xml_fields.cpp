#include "xml_fields.hpp"

#include <fangst/text/utf8.hpp>

namespace fangst::gerica {
namespace {

constexpr std::size_t kMaxFaults = 100;

std::string collapse(std::string_view text) {
  std::string collapsed;
  for (std::size_t i = 0; i < text.size();) {
    const auto begin = text.find_first_not_of(" \t\r\n", i);
    if (begin == std::string_view::npos) break;
    const auto end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    if (!collapsed.empty()) collapsed += ' ';
    collapsed.append(text, begin, end - begin);
    i = end;
  }
  return collapsed;
}

/// What may follow the day in xs:date and xs:dateTime: a time, a zone, or both.
bool is_time_or_zone(std::string_view text) {
  return text.empty() || ((text[0] == 'T' || text[0] == 'Z' || text[0] == '+' || text[0] == '-') &&
                          text.find_first_not_of("0123456789TZ:.+-") == std::string_view::npos && text.size() <= 30);
}

}  // namespace

void XmlFaults::add(std::string pointer, std::string_view message) {
  if (faults_.size() < kMaxFaults) faults_.push_back({std::move(pointer), std::string(message)});
}

void XmlFaults::add(const XmlNode& at, std::string_view message) { add(at.path(), message); }

void XmlFaults::add_missing(const XmlNode& parent, std::string_view name) {
  add(parent.path().append("/").append(name), "Elementet mangler.");
}

std::optional<XmlNode> child(const XmlNode& parent, std::string_view name, Need need, XmlFaults& faults) {
  auto found = parent.child(parent.ns(), name);
  if (!found && need == Need::required) faults.add_missing(parent, name);
  return found;
}

std::string line(const XmlNode& node, std::size_t max_length, XmlFaults& faults) {
  auto text = collapse(node.text());
  if (text::count_characters(text) > max_length) {
    faults.add(node, "Teksten er for lang: høyst " + std::to_string(max_length) + " tegn.");
    return {};
  }
  if (!text::is_plain_line(text)) {
    faults.add(node, "Teksten kan ikke ha styretegn eller usynlige tegn.");
    return {};
  }
  return text;
}

std::string line(const XmlNode& parent, std::string_view name, std::size_t max_length, Need need, XmlFaults& faults) {
  const auto node = child(parent, name, need, faults);
  if (!node) return {};
  auto text = line(*node, max_length, faults);
  if (text.empty() && need == Need::required && text::has_content(node->text()) == false) {
    faults.add(*node, "Elementet er tomt.");
  }
  return text;
}

std::optional<model::Date> day(const XmlNode& parent, std::string_view name, Need need, XmlFaults& faults) {
  const auto node = child(parent, name, need, faults);
  if (!node) return std::nullopt;
  const auto text = node->text();
  const auto date = model::parse_date(text.substr(0, 10));
  if (date && is_time_or_zone(text.substr(10))) return date;
  faults.add(*node, "Dette er ikke en dato som finnes (ÅÅÅÅ-MM-DD).");
  return std::nullopt;
}

std::string_view code_of(const std::optional<XmlNode>& coded) {
  return coded ? coded->attribute("V").value_or(std::string_view{}) : std::string_view{};
}

}  // namespace fangst::gerica

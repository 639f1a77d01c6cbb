#include "xml_tree.hpp"

#include <algorithm>

namespace fangst::schemas {
namespace {

constexpr auto kNone = XmlDocument::Tree::kNone;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// The names of "a/b/c", one by one.
std::pair<std::string_view, std::string_view> split_path(std::string_view path) {
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

void append_content(const XmlDocument::Tree& tree, std::uint32_t index, std::string& out) {
  const auto& element = tree.elements[index];
  std::size_t done = 0;
  for (auto child = element.first_child; child != kNone; child = tree.elements[child].next_sibling) {
    const std::size_t place = tree.elements[child].place_in_parent_text;
    out.append(element.text, done, place - done);
    done = place;
    append_content(tree, child, out);
  }
  out.append(element.text, done);
}

void append_matches(const XmlNode& from, std::string_view ns, std::string_view path, std::vector<XmlNode>& found) {
  const auto [name, rest] = split_path(path);
  for (const auto& child : from.children(ns, name)) {
    if (rest.empty()) {
      found.push_back(child);
    } else {
      append_matches(child, ns, rest, found);
    }
  }
}

/// "[2]" when the element has siblings of its name, else nothing.
std::string position_among_siblings(const XmlDocument::Tree& tree, std::uint32_t index) {
  const auto& element = tree.elements[index];
  if (element.parent == kNone) return {};
  std::size_t position = 0;
  std::size_t count = 0;
  for (auto i = tree.elements[element.parent].first_child; i != kNone; i = tree.elements[i].next_sibling) {
    if (tree.elements[i].name != element.name || tree.elements[i].ns != element.ns) continue;
    ++count;
    if (i == index) position = count;
  }
  return count > 1 ? "[" + std::to_string(position) + "]" : std::string();
}

}  // namespace

std::string_view XmlNode::name() const { return *tree_->elements[index_].name; }
std::string_view XmlNode::ns() const { return *tree_->elements[index_].ns; }
bool XmlNode::is(std::string_view ns, std::string_view name) const { return this->name() == name && this->ns() == ns; }
int XmlNode::line() const { return tree_->elements[index_].line; }
std::string_view XmlNode::text() const { return trimmed(raw_text()); }
std::string_view XmlNode::raw_text() const { return tree_->elements[index_].text; }

std::string XmlNode::text_content() const {
  std::string out;
  append_content(*tree_, index_, out);
  return out;
}

std::optional<std::string_view> XmlNode::attribute(std::string_view name) const { return attribute({}, name); }

std::optional<std::string_view> XmlNode::attribute(std::string_view ns, std::string_view name) const {
  const auto& element = tree_->elements[index_];
  for (std::uint32_t i = 0; i < element.attribute_count; ++i) {
    const auto& attribute = tree_->attributes[element.first_attribute + i];
    if (*attribute.name == name && *attribute.ns == ns) return attribute.value;
  }
  return std::nullopt;
}

std::optional<XmlNode> XmlNode::first_child() const {
  const auto index = tree_->elements[index_].first_child;
  return index == kNone ? std::nullopt : std::optional(XmlNode(tree_, index));
}

std::optional<XmlNode> XmlNode::next_sibling() const {
  const auto index = tree_->elements[index_].next_sibling;
  return index == kNone ? std::nullopt : std::optional(XmlNode(tree_, index));
}

std::vector<XmlNode> XmlNode::children() const {
  std::vector<XmlNode> found;
  for (auto child = first_child(); child; child = child->next_sibling()) found.push_back(*child);
  return found;
}

std::vector<XmlNode> XmlNode::children(std::string_view ns, std::string_view name) const {
  std::vector<XmlNode> found;
  for (auto child = first_child(); child; child = child->next_sibling()) {
    if (child->is(ns, name)) found.push_back(*child);
  }
  return found;
}

std::optional<XmlNode> XmlNode::child(std::string_view ns, std::string_view name) const {
  for (auto child = first_child(); child; child = child->next_sibling()) {
    if (child->is(ns, name)) return child;
  }
  return std::nullopt;
}

std::optional<XmlNode> XmlNode::find(std::string_view ns, std::string_view path) const {
  const auto [name, rest] = split_path(path);
  for (auto child = first_child(); child; child = child->next_sibling()) {
    if (!child->is(ns, name)) continue;
    if (rest.empty()) return child;
    if (auto found = child->find(ns, rest)) return found;
  }
  return std::nullopt;
}

std::vector<XmlNode> XmlNode::find_all(std::string_view ns, std::string_view path) const {
  std::vector<XmlNode> found;
  append_matches(*this, ns, path, found);
  return found;
}

std::string_view XmlNode::text_at(std::string_view ns, std::string_view path) const {
  const auto found = find(ns, path);
  return found ? found->text() : std::string_view();
}

std::string XmlNode::path() const {
  std::string path;
  for (auto index = index_; index != kNone; index = tree_->elements[index].parent) {
    path.insert(0, "/" + *tree_->elements[index].name + position_among_siblings(*tree_, index));
  }
  return path;
}

}  // namespace fangst::schemas

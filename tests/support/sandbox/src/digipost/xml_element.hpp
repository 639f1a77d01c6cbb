#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fangst::sandbox {

/// An XML element as read: comments and processing instructions are gone, text is joined.
struct XmlElement {
  struct Attribute {
    std::string name;
    std::string space;
    std::string value;
  };
  std::string name;
  std::string space;
  std::string text;
  std::vector<Attribute> attributes;
  std::vector<XmlElement> children;

  const XmlElement* child(std::string_view wanted) const;
  /// The text of a child; empty when it is not there.
  std::string child_text(std::string_view wanted) const;
  std::string attribute(std::string_view wanted) const;
};

/// Empty when the text is not well-formed, or has a document type declaration.
std::optional<XmlElement> parse_xml(std::string_view text);

std::string xml_escaped(std::string_view text);
/// "<name attr="...">escaped text</name>"
std::string xml_element(std::string_view name, std::string_view text,
                        const std::vector<std::pair<std::string, std::string>>& attributes = {});

}  // namespace fangst::sandbox

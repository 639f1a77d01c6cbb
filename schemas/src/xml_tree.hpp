#pragma once

#include <fangst/schemas/xml_document.hpp>

#include <unordered_set>

namespace fangst::schemas {

/// Elements in document order; links are indexes, kNone where there is no such element.
struct XmlDocument::Tree {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  struct Attribute {
    const std::string* ns;
    const std::string* name;
    std::string value;
  };
  struct Element {
    const std::string* ns;
    const std::string* name;
    std::string text;
    std::uint32_t parent = kNone;
    std::uint32_t first_child = kNone;
    std::uint32_t last_child = kNone;
    std::uint32_t next_sibling = kNone;
    std::uint32_t place_in_parent_text = 0;  ///< How much of the parent's text stands before this element.
    std::uint32_t first_attribute = 0;
    std::uint32_t attribute_count = 0;
    int line = 0;
  };

  std::vector<Element> elements;
  std::vector<Attribute> attributes;
  std::unordered_set<std::string> names;  ///< Each name and namespace once; a node-based set, so addresses stay.
};

}  // namespace fangst::schemas

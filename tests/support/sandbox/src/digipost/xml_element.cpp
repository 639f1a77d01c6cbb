#include "digipost/xml_element.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <limits>
#include <memory>

namespace fangst::sandbox {
namespace {

struct DocumentFreed {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string text_of(const xmlChar* text) { return text == nullptr ? "" : reinterpret_cast<const char*>(text); }

XmlElement::Attribute attribute_of(xmlAttr* attribute) {
  xmlChar* value = xmlNodeGetContent(reinterpret_cast<xmlNode*>(attribute));
  XmlElement::Attribute read{text_of(attribute->name), attribute->ns ? text_of(attribute->ns->href) : "",
                             text_of(value)};
  xmlFree(value);
  return read;
}

XmlElement element_of(xmlNode* node) {
  XmlElement element{text_of(node->name), node->ns ? text_of(node->ns->href) : "", "", {}, {}};
  for (xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
    element.attributes.push_back(attribute_of(attribute));
  }
  for (xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) element.children.push_back(element_of(child));
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) element.text += text_of(child->content);
  }
  return element;
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
  for (const auto& one : children) {
    if (one.name == wanted) return &one;
  }
  return nullptr;
}

std::string XmlElement::child_text(std::string_view wanted) const {
  const XmlElement* found = child(wanted);
  return found == nullptr ? "" : found->text;
}

std::string XmlElement::attribute(std::string_view wanted) const {
  for (const auto& one : attributes) {
    if (one.name == wanted && one.space.empty()) return one.value;
  }
  return {};
}

std::optional<XmlElement> parse_xml(std::string_view text) {
  static const bool prepared = (xmlInitParser(), true);  // not safe from two threads at once
  static_cast<void>(prepared);
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return std::nullopt;
  const std::unique_ptr<xmlDoc, DocumentFreed> document(
      xmlReadMemory(text.data(), static_cast<int>(text.size()), "", nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!document || document->intSubset != nullptr) return std::nullopt;
  xmlNode* root = xmlDocGetRootElement(document.get());
  if (root == nullptr) return std::nullopt;
  return element_of(root);
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string xml_element(std::string_view name, std::string_view text,
                        const std::vector<std::pair<std::string, std::string>>& attributes) {
  std::string element = "<" + std::string(name);
  for (const auto& [attribute, value] : attributes) element += " " + attribute + "=\"" + xml_escaped(value) + "\"";
  if (text.empty()) return element + "/>";
  return element + ">" + xml_escaped(text) + "</" + std::string(name) + ">";
}

}  // namespace fangst::sandbox

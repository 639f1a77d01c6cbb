#pragma once

#include "digipost/xml_element.hpp"

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::sandbox {

struct XmlType;
using XmlTypeRef = std::shared_ptr<const XmlType>;

/// What may stand where in an element: an element, or an ordered or alternative group of particles.
struct Particle {
  enum class Kind { element, sequence, choice } kind = Kind::sequence;
  unsigned least = 1;
  unsigned most = 1;
  std::string_view name{};        ///< Of an element.
  XmlTypeRef type{};              ///< Of an element.
  std::vector<Particle> parts{};  ///< Of a group.
};

struct AttributeRule {
  std::string_view name;
  bool (*form)(std::string_view);
  bool required = false;
};

struct XmlType {
  enum class Content { text, elements, nothing, datatype } content = Content::text;
  bool (*form)(std::string_view) = nullptr;
  std::size_t shortest = 0;  ///< Code points.
  std::size_t longest = std::numeric_limits<std::size_t>::max();
  std::vector<std::string_view> one_of{};
  std::vector<AttributeRule> attributes{};
  Particle model{};
};

/// Empty when the element is of the type; else a path and what is wrong there.
std::string validate(const XmlElement& element, const XmlType& type, std::string_view space);

Particle one(std::string_view name, XmlTypeRef type);
Particle optional(std::string_view name, XmlTypeRef type);
Particle many(std::string_view name, XmlTypeRef type, unsigned least, unsigned most);
Particle sequence(std::vector<Particle> parts);
Particle choice(std::vector<Particle> parts);
Particle optional_choice(std::vector<Particle> parts);

XmlTypeRef xml_text(std::size_t shortest = 0, std::size_t longest = std::numeric_limits<std::size_t>::max());
XmlTypeRef xml_form(bool (*form)(std::string_view));
XmlTypeRef xml_words(std::vector<std::string_view> words);
XmlTypeRef xml_elements(std::vector<Particle> parts, std::vector<AttributeRule> attributes = {});
XmlTypeRef xml_nothing(std::vector<AttributeRule> attributes);

/// Lexical forms of XML Schema; white space around them is refused, as libxml2 does.
bool is_xml_string(std::string_view text);
bool is_xml_long(std::string_view text);
bool is_xml_int(std::string_view text);
bool is_xml_count(std::string_view text);  ///< xsd:int >= 0
bool is_xml_boolean(std::string_view text);
bool is_xml_date_time(std::string_view text);
bool is_xml_date(std::string_view text);
bool is_xml_decimal(std::string_view text);

}  // namespace fangst::sandbox

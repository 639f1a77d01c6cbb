#include "digipost/content_model.hpp"

#include <algorithm>

namespace fangst::sandbox {
namespace {

constexpr std::string_view kInstanceSpace = "http://www.w3.org/2001/XMLSchema-instance";

std::size_t code_points(std::string_view text) {
  return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// Walks the children of one element along its content model. XML Schema's models are deterministic: the next child
/// alone tells which way to go.
class Walk {
 public:
  Walk(const XmlElement& parent, std::string_view space) : parent_(parent), space_(space) {}

  std::string run(const Particle& model) {
    if (auto wrong = match(model); !wrong.empty()) return wrong;
    if (next_ < parent_.children.size()) return parent_.children[next_].name + ": not expected here";
    return {};
  }

 private:
  const XmlElement* next() const { return next_ < parent_.children.size() ? &parent_.children[next_] : nullptr; }

  bool can_start(const Particle& particle) const {
    if (particle.kind == Particle::Kind::element) {
      return next() != nullptr && next()->name == particle.name && next()->space == space_;
    }
    for (const auto& part : particle.parts) {
      if (can_start(part)) return true;
      if (particle.kind == Particle::Kind::sequence && !may_be_absent(part)) return false;
    }
    return false;
  }

  static bool may_be_absent(const Particle& particle) {
    if (particle.least == 0) return true;
    const auto& parts = particle.parts;
    switch (particle.kind) {
      case Particle::Kind::element:
        return false;
      case Particle::Kind::sequence:
        return std::all_of(parts.begin(), parts.end(), may_be_absent);
      default:
        return std::any_of(parts.begin(), parts.end(), may_be_absent);
    }
  }

  std::string match(const Particle& particle) {
    unsigned count = 0;
    for (; count < particle.most && can_start(particle); ++count) {
      if (auto wrong = match_once(particle); !wrong.empty()) return wrong;
    }
    if (count >= particle.least || may_be_absent(particle)) return {};
    const std::string missing(particle.name.empty() ? "one of several elements" : particle.name);
    return missing + ": missing" + (next() != nullptr ? " before " + next()->name : "");
  }

  std::string match_once(const Particle& particle) {
    switch (particle.kind) {
      case Particle::Kind::element:
        return validate(parent_.children[next_++], *particle.type, space_);
      case Particle::Kind::sequence:
        for (const auto& part : particle.parts) {
          if (auto wrong = match(part); !wrong.empty()) return wrong;
        }
        return {};
      default:
        return match(*std::find_if(particle.parts.begin(), particle.parts.end(),
                                   [this](const Particle& part) { return can_start(part); }));
    }
  }

  const XmlElement& parent_;
  std::string_view space_;
  std::size_t next_ = 0;
};

std::string check_attributes(const XmlElement& element, const XmlType& type) {
  for (const auto& attribute : element.attributes) {
    if (attribute.space == kInstanceSpace && attribute.name.ends_with("chemaLocation")) continue;
    const auto rule = std::find_if(type.attributes.begin(), type.attributes.end(), [&](const AttributeRule& known) {
      return attribute.space.empty() && known.name == attribute.name;
    });
    if (rule == type.attributes.end()) return "attribute " + attribute.name + " is not allowed";
    if (!rule->form(attribute.value)) return "attribute " + attribute.name + " has a wrong value";
  }
  for (const auto& rule : type.attributes) {
    const auto named = [&rule](const XmlElement::Attribute& given) { return given.name == rule.name; };
    if (rule.required && std::none_of(element.attributes.begin(), element.attributes.end(), named)) {
      return "attribute " + std::string(rule.name) + " is missing";
    }
  }
  return {};
}

std::string check_text(const std::string& text, const XmlType& type) {
  const auto length = code_points(text);
  if (length < type.shortest || length > type.longest) return "wrong length";
  if (type.form != nullptr && !type.form(text)) return "wrong form";
  if (!type.one_of.empty() && std::find(type.one_of.begin(), type.one_of.end(), text) == type.one_of.end()) {
    return "not one of the known values";
  }
  return {};
}

std::string check_content(const XmlElement& element, const XmlType& type, std::string_view space) {
  switch (type.content) {
    case XmlType::Content::text:
      return element.children.empty() ? check_text(element.text, type) : "no elements are allowed in it";
    case XmlType::Content::nothing:
      return element.children.empty() && element.text.empty() ? "" : "must be empty";
    case XmlType::Content::datatype:
      if (!is_blank(element.text) || element.children.size() != 1) return "must hold one element";
      return validate(element.children.front(), *type.model.type, element.children.front().space);
    default:
      return is_blank(element.text) ? Walk(element, space).run(type.model) : "no text is allowed in it";
  }
}

}  // namespace

std::string validate(const XmlElement& element, const XmlType& type, std::string_view space) {
  std::string wrong = check_attributes(element, type);
  if (wrong.empty()) wrong = check_content(element, type, space);
  return wrong.empty() ? wrong : element.name + "/" + wrong;
}

Particle many(std::string_view name, XmlTypeRef type, unsigned least, unsigned most) {
  return {.kind = Particle::Kind::element, .least = least, .most = most, .name = name, .type = std::move(type)};
}
Particle one(std::string_view name, XmlTypeRef type) { return many(name, std::move(type), 1, 1); }
Particle optional(std::string_view name, XmlTypeRef type) { return many(name, std::move(type), 0, 1); }
Particle sequence(std::vector<Particle> parts) { return {.kind = Particle::Kind::sequence, .parts = std::move(parts)}; }
Particle choice(std::vector<Particle> parts) { return {.kind = Particle::Kind::choice, .parts = std::move(parts)}; }
Particle optional_choice(std::vector<Particle> parts) {
  return {.kind = Particle::Kind::choice, .least = 0, .parts = std::move(parts)};
}

XmlTypeRef xml_text(std::size_t shortest, std::size_t longest) {
  return std::make_shared<XmlType>(XmlType{.shortest = shortest, .longest = longest});
}
XmlTypeRef xml_form(bool (*form)(std::string_view)) { return std::make_shared<XmlType>(XmlType{.form = form}); }
XmlTypeRef xml_words(std::vector<std::string_view> words) {
  return std::make_shared<XmlType>(XmlType{.one_of = std::move(words)});
}
XmlTypeRef xml_elements(std::vector<Particle> parts, std::vector<AttributeRule> attributes) {
  return std::make_shared<XmlType>(XmlType{
      .content = XmlType::Content::elements, .attributes = std::move(attributes), .model = sequence(std::move(parts))});
}
XmlTypeRef xml_nothing(std::vector<AttributeRule> attributes) {
  return std::make_shared<XmlType>(XmlType{.content = XmlType::Content::nothing, .attributes = std::move(attributes)});
}

}  // namespace fangst::sandbox

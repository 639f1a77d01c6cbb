#pragma once

#include <fangst/schemas/xml_document.hpp>

#include <string>
#include <string_view>

namespace fangst::schemas {

/// "lest: " and the text when it is read, else the code.
inline std::string refusal(std::string_view bytes, const XmlLimits& limits = {}) {
  const auto document = XmlDocument::parse(bytes, limits);
  return document ? std::string("lest: ") + document->root().text_content() : document.error().code();
}

inline std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace fangst::schemas

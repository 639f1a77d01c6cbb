#pragma once

#include <fangst/error/result.hpp>

#include <string>
#include <utility>

namespace fangst::schemas {

inline Error xml_fault(std::string code, std::string public_text, std::string detail = {}) {
  return Error(ErrorKind::invalid_input, std::move(code), "xml.parse", PublicText{std::move(public_text)},
               PrivateDetail{std::move(detail)});
}

inline Error doctype_fault() {
  return xml_fault("xml.doctype",
                   "XML-dokumentet har en DOCTYPE. Den er ikke tillatt; fjern den og send dokumentet på nytt.");
}

inline Error limit_fault(const std::string& what, std::size_t limit, int line = 0) {
  const auto place = line > 0 ? " (linje " + std::to_string(line) + ")" : std::string();
  return Error(ErrorKind::too_large, "xml.for_stort", "xml.parse",
               PublicText{"XML-dokumentet har for " + what + place + "; grensen er " + std::to_string(limit) +
                          ". Del meldingen opp og send på nytt."});
}

}  // namespace fangst::schemas

#include "print_address.hpp"

#include "text_fitting.hpp"

#include <fangst/text/ascii.hpp>
#include <fangst/text/utf8.hpp>

namespace fangst::digipost {
namespace {

constexpr std::size_t kMaxName = 130;
constexpr std::size_t kMaxLine = 100;
constexpr std::size_t kPostalCode = 4;
constexpr std::size_t kMaxCity = 80;

bool is_norwegian(const model::Adresse& address) { return address.landkode.empty() || address.landkode == "NO"; }

bool is_postal_code(const std::string& text) {
  return text.size() == kPostalCode && text::all_of(text, text::is_digit);
}

/// Postal code and place on one line, as on a foreign envelope.
std::string place_line(const model::Adresse& address) {
  const auto* space = address.postnummer.empty() || address.poststed.empty() ? "" : " ";
  return address.postnummer + space + address.poststed;
}

}  // namespace

bool is_printable(const model::Adresse& address) {
  const auto line_fits = [](const std::string& line) { return fits(line, kMaxLine); };
  if (!line_fits(address.adresselinje1) || !line_fits(address.adresselinje2) || !line_fits(address.adresselinje3)) {
    return false;
  }
  if (!is_norwegian(address)) {
    return text::has_content(address.adresselinje1) && line_fits(place_line(address)) && address.landkode.size() == 2;
  }
  return is_postal_code(address.postnummer) && text::has_content(address.poststed) && fits(address.poststed, kMaxCity);
}

void write_print_recipient(schemas::XmlWriter& xml, const char* element, const std::string& name,
                           const model::Adresse& address) {
  const auto line = [](const std::string& text) { return one_line(text, kMaxLine); };
  xml.open(element).element("name", one_line(name, kMaxName));
  xml.open(is_norwegian(address) ? "norwegian-address" : "foreign-address")
      .element_if_given("addressline1", line(address.adresselinje1))
      .element_if_given("addressline2", line(address.adresselinje2))
      .element_if_given("addressline3", line(address.adresselinje3));
  if (is_norwegian(address)) {
    xml.element("zip-code", address.postnummer);
    xml.element("city", one_line(address.poststed, kMaxCity));
  } else {
    xml.element_if_given("addressline4", line(place_line(address))).element("country-code", address.landkode);
  }
  xml.close().close();
}

}  // namespace fangst::digipost

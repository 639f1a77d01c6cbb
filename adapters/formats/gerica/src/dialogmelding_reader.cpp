#include "dialogmelding_reader.hpp"

#include <fangst/codec/text_checks.hpp>

#include <array>

namespace fangst::gerica {
namespace {

constexpr std::array<std::string_view, 2> kNamespaces{"http://www.kith.no/xmlstds/dialog/2006-10-11",
                                                      "http://www.kith.no/xmlstds/dialog/2013-01-23"};
constexpr std::string_view kNotatTema = "2.16.578.1.12.4.1.1.9153";
constexpr std::size_t kTitle = 300;

/// Code list 9153 in our own words; what the message calls it may say who it concerns.
std::string_view public_word_of(std::string_view tema) {
  if (tema == "3") return "Tjenestetilbud";
  return tema == "5" ? "Tilstandsvurdering" : "Dialogmelding";
}

std::string key(const XmlNode& node, std::string_view name, XmlFaults& faults) {
  auto value = line(node, name, 200, Need::optional, faults);
  if (value.empty()) return {};
  if (const auto fault = codec::fault_of_external_key(value); !fault.empty())
    faults.add(*node.child(node.ns(), name), fault);
  return value;
}

std::string health_professional(const XmlNode& node, XmlFaults& faults) {
  for (const auto& role : node.children(node.ns(), "RollerRelatertNotat")) {
    if (const auto person = role.child(role.ns(), "HealthcareProfessional")) {
      const auto given = line(*person, "GivenName", 80, Need::optional, faults);
      const auto family = line(*person, "FamilyName", 80, Need::optional, faults);
      return given.empty() || family.empty() ? given + family : given + ' ' + family;
    }
  }
  return {};
}

Notat read_notat(const XmlNode& node, XmlFaults& faults) {
  Notat notat;
  const auto tema = child(node, "TemaKodet", Need::required, faults);
  const auto code = code_of(tema);
  if (tema && code.empty()) faults.add(*tema, "Koden (attributtet V) mangler.");
  const bool is_of_notat = tema && tema->attribute("S").value_or(kNotatTema) == kNotatTema;
  notat.is_tjenestetilbud = is_of_notat && code == "3";
  notat.public_word = is_of_notat ? public_word_of(code) : public_word_of({});
  notat.title = line(node, "Tema", kTitle, Need::optional, faults);
  if (notat.title.empty()) notat.title = notat.public_word;
  notat.key = key(node, "DokIdNotat", faults);
  notat.date = day(node, "DatoNotat", Need::optional, faults);
  notat.saksbehandler = health_professional(node, faults);
  return notat;
}

Notat read_foresporsel(const XmlNode& node, XmlFaults& faults) {
  Notat notat;
  notat.public_word = "Forespørsel";
  child(node, "TypeForesp", Need::required, faults);
  notat.title = line(node, "EmneSporsmal", kTitle, Need::optional, faults);
  if (notat.title.empty()) notat.title = notat.public_word;
  notat.key = key(node, "DokIdForesp", faults);
  notat.saksbehandler = health_professional(node, faults);
  return notat;
}

}  // namespace

bool is_dialogmelding(const XmlNode& node) {
  return node.is(kNamespaces[0], "Dialogmelding") || node.is(kNamespaces[1], "Dialogmelding");
}

Notat read_dialogmelding(const XmlNode& dialogmelding, XmlFaults& faults) {
  const auto notater = dialogmelding.children(dialogmelding.ns(), "Notat");
  const auto foresporsler = dialogmelding.children(dialogmelding.ns(), "Foresporsel");
  if (notater.size() + foresporsler.size() != 1) {
    faults.add(dialogmelding,
               "Dialogmeldingen skal ha nøyaktig ett notat eller én forespørsel, som blir én journalpost.");
    return {};
  }
  return notater.empty() ? read_foresporsel(foresporsler.front(), faults) : read_notat(notater.front(), faults);
}

}  // namespace fangst::gerica

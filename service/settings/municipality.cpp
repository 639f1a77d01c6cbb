#include "municipality.hpp"

#include "local.hpp"

#include <fangst/model/check_digits.hpp>

namespace fangst::service {
namespace {

using config::Kind;

std::string fault_of_organisasjonsnummer(const std::string& number) {
  if (model::is_valid_organisasjonsnummer(number)) return "";
  return "«" + number + "» er ikke et organisasjonsnummer: ni siffer, der det siste er et kontrollsiffer.";
}

std::string fault_of_four_digits(const std::string& number) { return number.size() == 4 ? "" : "skal ha fire siffer."; }

}  // namespace

config::Section municipality_section() {
  return {.name = "municipality",
          .help = "Kommunen: avsenderen av brev, og eieren av arkivet.",
          .settings = {
              {.name = "navn",
               .is_required = true,
               .help = "Kommunens navn, slik mottakeren av et brev skal se det.",
               .example = R"("<Kommunens navn>")"},
              {.name = "organisasjonsnummer",
               .kind = Kind::digits,
               .is_required = true,
               .help = "Kommunens organisasjonsnummer.",
               .example = R"("<9 siffer>")",
               .fault_of = fault_of_organisasjonsnummer},
              {.name = "adresselinje1", .help = "Returadressen på brev på papir.", .example = R"("<Gateadresse>")"},
              {.name = "postnummer",
               .kind = Kind::digits,
               .help = "Returadressens postnummer.",
               .example = R"("<4 siffer>")",
               .fault_of = fault_of_four_digits},
              {.name = "poststed", .help = "Returadressens poststed.", .example = R"("<POSTSTED>")"},
          }};
}

pipeline::Sender sender_of(const config::Document& document) {
  const auto& municipality = document["municipality"];
  model::Adresse adresse;
  adresse.adresselinje1 = municipality.text("adresselinje1");
  adresse.postnummer = municipality.text("postnummer");
  adresse.poststed = municipality.text("poststed");
  return {municipality.text("navn"), adresse};
}

registration::Configuration configuration_of(const config::Document& document) {
  const auto sender = sender_of(document);
  return {document,
          {sender.navn, document["municipality"].text("organisasjonsnummer"), sender.adresse},
          realm_of(document)};
}

}  // namespace fangst::service

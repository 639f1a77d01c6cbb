#include "eiendom.hpp"

#include <fangst/norkart/hendelse_format.hpp>

namespace fangst::norkart {

std::vector<ports::Setting> HendelseFormat::settings() const {
  return {
      {.name = "kommunenr",
       .kind = ports::SettingKind::texts,
       .help = "Kommunene som eiendommene kan ligge i. Andre avvises. Uten dem godtas alle.",
       .example = R"(["<4 siffer>"])",
       .fault_of = [](const std::string& number) { return std::string(fault_of_kommunenr(number)); }},
      {.name = "hendelseskilde",
       .help = "Avsenderen som hendelsene skal ha (source i CloudEvents). Andre avvises. Uten den godtas alle.",
       .example = R"("urn:kommune:<4 siffer>:komtek")"},
      {.name = "arkivdel", .otherwise = "BRANN", .help = "Arkivdelen som sakene legges i."},
      {.name = "mappetype", .help = "Sakens mappetype.", .example = R"("Tilsynsmappe")"},
      {.name = "administrativ_enhet",
       .help = "Enheten som sak og journalpost får.",
       .example = R"("Brann og redning")"},
      {.name = "kkf", .help = "Klassen i KKF som sakene får.", .example = R"("M84")"},
      {.name = "skjermingshjemmel",
       .help = "Hjemmelen som sak og journalpost skjermes med. Uten den er de offentlige, og en kilde som krever "
               "skjerming, "
               "får ikke levert.",
       .example = R"("Offl. § 13")"},
  };
}

}  // namespace fangst::norkart

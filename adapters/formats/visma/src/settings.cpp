#include "code_tables.hpp"

#include <fangst/visma/hendelse_format.hpp>

namespace fangst::visma {
namespace {

using Kind = ports::SettingKind;

std::string fault_of_kommunenr(const std::string& text) {
  return text.size() == 4 ? "" : "kommunenummeret har fire siffer.";
}

}  // namespace

std::vector<ports::Setting> HendelseFormat::settings() const {
  return {
      {.name = "kommunenr",
       .kind = Kind::digits,
       .help = "Kommunen som hendelsene skal gjelde (tenant). Andre avvises. Uten det godtas alle.",
       .example = R"("<4 siffer>")",
       .fault_of = fault_of_kommunenr},
      {.name = "hendelseskilde",
       .help = "Avsenderen som hendelsene skal ha (source i CloudEvents). Andre avvises. Uten den godtas alle.",
       .example = R"("urn:kommune:<4 siffer>:visma-flyt-skole")"},
      {.name = "arkivdel",
       .help = "Arkivdelen for alle fag. Uten den: ELEV, BARNEHAGE, PPT, BARNEVERN, SOSIAL eller FLYKTNING.",
       .example = R"("ELEV")"},
      {.name = "arkivdel.<fag>", .keys = names_of_fag(), .help = "Arkivdelen for ett fag.", .example = R"("ELEV")"},
      {.name = "kkf", .help = "Klassen i KKF som sakene får.", .example = R"("B30")"},
      {.name = "kkf.<fag>", .keys = names_of_fag(), .help = "Klassen i KKF for ett fag.", .example = R"("B30")"},
      {.name = "mappetype.<sakstype>",
       .help = "Mappetypen for saker av en type i fagsystemet (sak.type). Ellers fagets egen, for eksempel Elevmappe.",
       .example = R"("Klientmappe")"},
      {.name = "dokumenttype.<kode>",
       .kind = Kind::choice,
       .choices = codes_of_dokument_kinds(),
       .help = "Hvilken av våre dokumenttyper fagsystemets egen kode (dokument.type) betyr.",
       .example = R"("VEDTAK")"},
  };
}

}  // namespace fangst::visma

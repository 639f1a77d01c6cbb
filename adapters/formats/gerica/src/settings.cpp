#include <fangst/gerica/msghead_format.hpp>
#include <fangst/text/ascii.hpp>

namespace fangst::gerica {
namespace {

using Kind = ports::SettingKind;

std::string fault_of_her_id(const std::string& id) {
  return text::all_of(id, text::is_digit) ? "" : "«" + id + "» er ingen HER-id: den har bare siffer.";
}

}  // namespace

std::vector<ports::Setting> MsgHeadFormat::settings() const {
  return {
      {.name = "egne_her_ider",
       .kind = Kind::texts,
       .is_required = true,
       .help =
           "Kommunens egne HER-id-er i Adresseregisteret. Sender en av dem, er dokumentet utgående; mottar en av dem, "
           "er det inngående.",
       .example = R"(["<HER-id>", "<HER-id>"])",
       .fault_of = fault_of_her_id},
      {.name = "skjermingshjemmel",
       .is_required = true,
       .help = "Hjemmelen som sak og journalpost skjermes med. Uten den tas ingenting imot.",
       .example = R"("Offl. § 13, jf. hol. § 12-1, jf. fvl. § 13")"},
      {.name = "pasientnoekkel_hemmelighet_fil",
       .kind = Kind::secret_file,
       .help =
           "Hemmelighet som nøkkelen til pasientens sak regnes ut av, så det blir én sak for hver pasient. Skal aldri "
           "endres. Uten den blir det én sak for hvert dokument.",
       .example = R"("/etc/fangst/secrets/gerica-pasientnoekkel")"},
      {.name = "ekspeder_til_pasient",
       .kind = Kind::flag,
       .help = "Send utgående vedtak om tjenestetilbud til pasienten, som enkeltvedtak."},
      {.name = "arkivdel", .otherwise = "HELSE", .help = "Arkivdelen som sakene legges i."},
      {.name = "mappetype", .help = "Sakens mappetype.", .example = R"("Klientmappe")"},
      {.name = "saksmappe_prefiks",
       .otherwise = "Omsorgstjenester",
       .help = "Begynnelsen på sakens tittel, før pasientens navn; alene i den offentlige tittelen."},
      {.name = "kkf", .help = "Klassen i KKF som sakene får.", .example = R"("G21")"},
  };
}

}  // namespace fangst::gerica

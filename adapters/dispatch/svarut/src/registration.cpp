#include <fangst/registration/registry.hpp>
#include <fangst/svarut/dispatcher.hpp>
#include <fangst/svarut/registration.hpp>

#include <regex>

namespace fangst::svarut {
namespace {

using config::Kind;

constexpr auto* kName = "svarut";

/// Send v3 and v2, konteringskode.
std::string fault_of_konteringskode(const std::string& code) {
  static const std::regex allowed("(?:[A-Za-z0-9_.-]|æ|ø|å|Æ|Ø|Å){0,20}");
  return std::regex_match(code, allowed)
             ? ""
             : "skal være høyst 20 tegn: bokstaver, siffer, punktum, bindestrek og understrek.";
}

config::Section section() {
  return {
      .name = kName,
      .help = "KS SvarUt: digital post, Altinn og papir.",
      .settings =
          {
              {.name = "url",
               .kind = Kind::url,
               .is_required = true,
               .help = "SvarUts adresse.",
               .example = R"("https://api.fiks.ks.no/svarut")"},
              {.name = "konto_id", .is_required = true, .help = "Kontoen i KS Fiks.", .example = R"("<Fiks-konto>")"},
              {.name = "integrasjon_id",
               .is_required = true,
               .help = "Integrasjonen i KS Fiks.",
               .example = R"("<integrasjon>")"},
              {.name = "integrasjon_passord_file",
               .kind = Kind::secret_file,
               .is_required = true,
               .help = "Integrasjonens passord.",
               .example = R"("/etc/fangst/secrets/svarut")"},
              {.name = "konteringskode",
               .help = "Står på fakturaen fra KS. Uten den: ingen kode.",
               .example = R"("HELSE-1")",
               .fault_of = fault_of_konteringskode},
              {.name = "tosidig_utskrift",
               .kind = Kind::flag,
               .otherwise = true,
               .help = "Brev på papir skrives ut på begge sider av arket."},
          },
      .is_optional = true,
      .rules = {registration::needs_section(kName, "maskinporten")}};
}

std::unique_ptr<ports::MailDispatcher> make(const registration::Surroundings& surroundings) {
  return std::make_unique<svarut::Dispatcher>(settings_from(surroundings.configuration), surroundings.http,
                                              *surroundings.tokens, surroundings.documents, surroundings.clock);
}

}  // namespace

Settings settings_from(const registration::Configuration& configuration) {
  const auto& own = configuration.document[kName];
  Settings settings;
  settings.base_url = own.text("url");
  settings.konto_id = own.text("konto_id");
  settings.integrasjon_id = own.text("integrasjon_id");
  settings.integrasjon_passord = own.text("integrasjon_passord_file");
  settings.konteringskode = own.text("konteringskode");
  settings.tosidig_utskrift = own.flag("tosidig_utskrift");
  settings.organisasjonsnummer = configuration.municipality.organisasjonsnummer;
  return settings;
}

void declare(registration::Registry& registry) { registry.add(registration::Dispatcher{kName, section(), make}); }

}  // namespace fangst::svarut

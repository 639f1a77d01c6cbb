#include <fangst/registration/registry.hpp>
#include <fangst/svarut/dispatcher.hpp>
#include <fangst/svarut/registration.hpp>

namespace fangst::svarut {
namespace {

using config::Kind;

constexpr auto* kName = "svarut";

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
  return settings;
}

void declare(registration::Registry& registry) { registry.add(registration::Dispatcher{kName, section(), make}); }

}  // namespace fangst::svarut

#include <fangst/krr/contact_registry.hpp>
#include <fangst/krr/registration.hpp>
#include <fangst/registration/registry.hpp>

namespace fangst::krr {
namespace {

using config::Kind;

constexpr auto* kName = "krr";

config::Section section() {
  return {.name = kName,
          .help = "Kontakt- og reservasjonsregisteret. Uten det sendes ingen brev.",
          .settings = {{.name = "url",
                        .kind = Kind::url,
                        .is_required = true,
                        .help = "Registerets adresse.",
                        .example = R"("https://kontaktregisteret.no")"}},
          .is_optional = true,
          .rules = {registration::needs_section(kName, "maskinporten")}};
}

std::unique_ptr<ports::ContactRegistry> make(const registration::Surroundings& surroundings) {
  return std::make_unique<ContactRegistry>(settings_from(surroundings.configuration), surroundings.http,
                                           *surroundings.tokens, surroundings.clock);
}

}  // namespace

Settings settings_from(const registration::Configuration& configuration) {
  Settings settings;
  settings.base_url = configuration.document[kName].text("url");
  settings.realm = configuration.realm;
  return settings;
}

void declare(registration::Registry& registry) { registry.add(registration::ContactRegister{kName, section(), make}); }

}  // namespace fangst::krr

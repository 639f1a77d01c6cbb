#include <fangst/crypto/rsa.hpp>
#include <fangst/maskinporten/registration.hpp>
#include <fangst/maskinporten/token_source.hpp>
#include <fangst/registration/registry.hpp>

namespace fangst::maskinporten {
namespace {

using config::Kind;

constexpr auto* kName = "maskinporten";

std::string fault_of_rsa_key(const std::string& pem) {
  return crypto::RsaKey::from_pem(pem) ? "" : "er ikke en RSA-nøkkel på minst 2048 bit, i PEM-format uten passord.";
}

config::Section section() {
  return {.name = kName,
          .help = "Klienten i Maskinporten, som KRR og SvarUt krever.",
          .settings =
              {
                  {.name = "issuer",
                   .kind = Kind::url,
                   .is_required = true,
                   .help = "Maskinportens navn, med skråstrek til slutt.",
                   .example = R"("https://maskinporten.no/")"},
                  {.name = "token_url",
                   .kind = Kind::url,
                   .is_required = true,
                   .help = "Adressen som utsteder tilgang.",
                   .example = R"("https://maskinporten.no/token")"},
                  {.name = "client_id",
                   .is_required = true,
                   .help = "Klientens id fra Samarbeidsportalen.",
                   .example = R"("<klientens id fra Samarbeidsportalen>")"},
                  {.name = "kid",
                   .is_required = true,
                   .help = "Id-en til nøkkelen som er lagt på klienten.",
                   .example = R"("<nøkkelens id>")"},
                  {.name = "key_file",
                   .kind = Kind::secret_file,
                   .is_required = true,
                   .help = "Den private nøkkelen: RSA, i PEM-format uten passord.",
                   .example = R"("/etc/fangst/secrets/maskinporten.key.pem")",
                   .fault_of = fault_of_rsa_key},
              },
          .is_optional = true};
}

std::unique_ptr<ports::AccessTokens> make(const registration::Surroundings& surroundings) {
  return std::make_unique<TokenSource>(settings_from(surroundings.configuration), surroundings.http,
                                       surroundings.clock);
}

}  // namespace

Settings settings_from(const registration::Configuration& configuration) {
  const auto& own = configuration.document[kName];
  Settings settings;
  settings.issuer = own.text("issuer");
  settings.token_endpoint = own.text("token_url");
  settings.client_id = own.text("client_id");
  settings.key_id = own.text("kid");
  settings.private_key_pem = own.text("key_file");
  return settings;
}

void declare(registration::Registry& registry) { registry.add(registration::Tokens{kName, section(), make}); }

}  // namespace fangst::maskinporten

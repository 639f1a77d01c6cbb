#include "national.hpp"

#include "local.hpp"
#include "municipality.hpp"

#include <fangst/config/faults.hpp>
#include <fangst/crypto/rsa.hpp>

#include <charconv>

namespace fangst::service {
namespace {

using config::Kind;

std::string fault_of_rsa_key(const std::string& pem) {
  return crypto::RsaKey::from_pem(pem) ? "" : "er ikke en RSA-nøkkel på minst 2048 bit, i PEM-format uten passord.";
}

std::string fault_of_id(const std::string& digits) {
  return digits.find_first_not_of('0') == std::string::npos ? "kan ikke være 0." : "";
}

std::int64_t id_of(const std::string& digits) {
  std::int64_t id = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), id);
  return id;
}

/// What calls with tokens from Maskinporten.
config::Rule needs_maskinporten(const std::string& section) {
  return [section](const config::Document& document, config::Faults& faults) {
    if (!document.has(section) || document.has("maskinporten")) return;
    const auto& values = document[section];
    faults.add(values.line(), values.label() + " krever også et avsnitt [maskinporten].");
  };
}

}  // namespace

config::Section maskinporten_section() {
  return {.name = "maskinporten",
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

maskinporten::Settings maskinporten_settings(const config::Document& document) {
  const auto& own = document["maskinporten"];
  maskinporten::Settings settings;
  settings.issuer = own.text("issuer");
  settings.token_endpoint = own.text("token_url");
  settings.client_id = own.text("client_id");
  settings.key_id = own.text("kid");
  settings.private_key_pem = own.text("key_file");
  return settings;
}

config::Section krr_section() {
  return {.name = "krr",
          .help = "Kontakt- og reservasjonsregisteret. Uten det sendes ingen brev.",
          .settings = {{.name = "url",
                        .kind = Kind::url,
                        .is_required = true,
                        .help = "Registerets adresse.",
                        .example = R"("https://kontaktregisteret.no")"}},
          .is_optional = true,
          .rules = {needs_maskinporten("krr")}};
}

krr::Settings krr_settings(const config::Document& document) {
  krr::Settings settings;
  settings.base_url = document["krr"].text("url");
  settings.realm = realm_of(document);
  return settings;
}

config::Section svarut_section() {
  return {
      .name = "svarut",
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
      .rules = {needs_maskinporten("svarut")}};
}

svarut::Settings svarut_settings(const config::Document& document) {
  const auto& own = document["svarut"];
  svarut::Settings settings;
  settings.base_url = own.text("url");
  settings.konto_id = own.text("konto_id");
  settings.integrasjon_id = own.text("integrasjon_id");
  settings.integrasjon_passord = own.text("integrasjon_passord_file");
  return settings;
}

config::Section digipost_section() {
  return {
      .name = "digipost",
      .help = "Digipost: digital post til innbyggere, og papir fra Digipost selv.",
      .settings =
          {
              {.name = "url",
               .kind = Kind::url,
               .is_required = true,
               .help = "Digiposts adresse.",
               .example = R"("https://api.digipost.no")"},
              {.name = "broker_id",
               .kind = Kind::digits,
               .is_required = true,
               .help = "Kontoen som sertifikatet tilhører.",
               .example = R"("<meglers id>")",
               .fault_of = fault_of_id},
              {.name = "sender_id",
               .kind = Kind::digits,
               .is_required = true,
               .help = "Kontoen som mottakeren ser som avsender.",
               .example = R"("<avsenders id>")",
               .fault_of = fault_of_id},
              {.name = "key_file",
               .kind = Kind::secret_file,
               .is_required = true,
               .help = "Den private nøkkelen til sertifikatet som er registrert hos Digipost: RSA, i PEM-format uten "
                       "passord.",
               .example = R"("/etc/fangst/secrets/digipost.key.pem")",
               .fault_of = fault_of_rsa_key},
          },
      .is_optional = true};
}

digipost::DigipostSettings digipost_settings(const config::Document& document) {
  const auto& own = document["digipost"];
  const auto sender = sender_of(document);
  digipost::DigipostSettings settings;
  settings.base_url = own.text("url");
  settings.broker_id = id_of(own.text("broker_id"));
  settings.sender_id = id_of(own.text("sender_id"));
  settings.private_key_pem = own.text("key_file");
  settings.sender_name = sender.navn;
  settings.return_address = sender.adresse;
  return settings;
}

}  // namespace fangst::service

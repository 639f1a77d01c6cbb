#include <fangst/crypto/rsa.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/digipost/registration.hpp>
#include <fangst/registration/registry.hpp>

#include <charconv>

namespace fangst::digipost {
namespace {

using config::Kind;

constexpr auto* kName = "digipost";

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

config::Section section() {
  return {
      .name = kName,
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

std::unique_ptr<ports::MailDispatcher> make(const registration::Surroundings& surroundings) {
  return std::make_unique<DigipostDispatcher>(settings_from(surroundings.configuration), surroundings.http,
                                              surroundings.documents, surroundings.clock);
}

}  // namespace

DigipostSettings settings_from(const registration::Configuration& configuration) {
  const auto& own = configuration.document[kName];
  DigipostSettings settings;
  settings.base_url = own.text("url");
  settings.broker_id = id_of(own.text("broker_id"));
  settings.sender_id = id_of(own.text("sender_id"));
  settings.private_key_pem = own.text("key_file");
  settings.sender_name = configuration.municipality.navn;
  settings.return_address = configuration.municipality.adresse;
  return settings;
}

void declare(registration::Registry& registry) { registry.add(registration::Dispatcher{kName, section(), make}); }

}  // namespace fangst::digipost

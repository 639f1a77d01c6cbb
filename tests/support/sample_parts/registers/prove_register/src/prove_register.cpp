#include <fangst/prove_register/registration.hpp>
#include <fangst/registration/registry.hpp>

namespace fangst::prove_register {
namespace {

constexpr auto* kName = "prove_register";

class Register final : public ports::ContactRegistry {
 public:
  Register(std::string provider, const ports::Clock& clock) : provider_(std::move(provider)), clock_(clock) {}

  Result<ports::Kontaktopplysning> look_up(const model::PersonIdentifier& /*person*/,
                                           model::Deadline /*deadline*/) override {
    ports::Kontaktopplysning contact;
    contact.status = ports::KrrStatus::aktiv;
    contact.kan_varsles = true;
    contact.epost_sist_bekreftet = clock_.now();
    contact.har_digital_postkasse = true;
    contact.postkasseleverandoer = provider_;
    return contact;
  }

 private:
  std::string provider_;
  const ports::Clock& clock_;
};

config::Section section() {
  return {.name = kName,
          .help = "Prøveregister.",
          .settings = {{.name = "postkasseleverandoer",
                        .kind = config::Kind::digits,
                        .is_required = true,
                        .help = "Den som alle har postkasse hos.",
                        .example = R"("<9 siffer>")"}},
          .is_optional = true,
          .is_commented_out = true};
}

}  // namespace

void declare(registration::Registry& registry) {
  registry.add(registration::ContactRegister{kName, section(), [](const registration::Surroundings& surroundings) {
                                               const auto& own = surroundings.configuration.document[kName];
                                               return std::make_unique<Register>(own.text("postkasseleverandoer"),
                                                                                 surroundings.clock);
                                             }});
}

}  // namespace fangst::prove_register

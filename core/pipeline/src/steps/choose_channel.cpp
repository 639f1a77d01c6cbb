#include <fangst/crypto/random.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/store/deliveries.hpp>

#include <nlohmann/json.hpp>

namespace fangst::pipeline {
namespace {

/// The namespace of delivery ids (RFC 9562 version 5): the same recipient of the same submission has one id for ever.
constexpr std::string_view kDeliveryNamespace = "5b0a6a0e-7c7f-4d5c-9a3e-2f1c3b8d9e10";

bool is_external_recipient(const model::Korrespondansepart& part) {
  return part.korrespondanseparttype == "EM" || part.korrespondanseparttype == "EK";
}

policy::RegistryAnswer to_answer(const ports::Kontaktopplysning& contact) {
  policy::RegistryAnswer answer;
  answer.status = contact.status == ports::KrrStatus::aktiv     ? policy::RegistryAnswer::Status::aktiv
                  : contact.status == ports::KrrStatus::slettet ? policy::RegistryAnswer::Status::slettet
                                                                : policy::RegistryAnswer::Status::ikke_registrert;
  answer.reservert = contact.reservert;
  answer.kan_varsles = contact.kan_varsles;
  answer.epost_sist_bekreftet = contact.epost_sist_bekreftet;
  answer.mobil_sist_bekreftet = contact.mobil_sist_bekreftet;
  answer.har_digital_postkasse = contact.har_digital_postkasse;
  answer.postkasseleverandoer = contact.postkasseleverandoer;
  return answer;
}

bool needs_address(model::Channel channel) {
  return channel == model::Channel::svarut_print || channel == model::Channel::digipost_print;
}

Error no_address() {
  return {ErrorKind::invalid_input, "kanal.mangler_adresse", "velg_kanal",
          PublicText{"Mottakeren må få brevet på papir, men innsendingen har ingen postadresse. Legg inn adressen i "
                     "fagsystemet og send på nytt."}};
}

class ChooseChannel final : public Step {
 public:
  ChooseChannel(ports::ContactRegistry& registry, Component& component, policy::ChannelSettings settings)
      : registry_(registry), component_(component), settings_(settings) {}

  std::string_view name() const override { return "velg_kanal"; }

  StepResult run(const StepInput& input) override {
    const auto& content = input.submission().content;
    if (!content.forsendelse.ekspeder) return {Next{}, {}, {}};

    std::vector<model::Delivery> planned;
    std::vector<std::pair<int, std::string>> not_dispatched;
    const auto& parts = content.journalpost.korrespondansepart;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!is_external_recipient(parts[i])) continue;
      const auto decision = choose(parts[i], content.forsendelse.innhold, input);
      if (!decision) return decide(decision.error(), input.now);
      if (decision->outcome == policy::ChannelDecision::Outcome::no_dispatch) {
        not_dispatched.emplace_back(static_cast<int>(i), decision->reason);
        continue;
      }
      if (needs_address(*decision->channel) && !parts[i].adresse) return {Dead{no_address()}, {}, {}};
      planned.push_back(make_delivery(input, static_cast<int>(i), *decision));
    }
    if (planned.empty() && not_dispatched.empty()) return {Dead{no_recipient()}, {}, {}};
    return {Next{}, effect(input.item, std::move(planned), std::move(not_dispatched)), {}};
  }

 private:
  Result<policy::ChannelDecision> choose(const model::Korrespondansepart& part, model::LetterKind kind,
                                         const StepInput& input) {
    if (!part.personidentifikator.empty()) {
      FANGST_TRY(const auto contact,
                 component_.guard([&] { return registry_.look_up(part.personidentifikator, input.deadline); }));
      return policy::choose_for_person(to_answer(contact), kind, input.now, settings_);
    }
    if (!part.organisasjonsnummer.empty()) return policy::choose_for_organisation();
    auto decision = policy::choose_for_address_only(part.adresse.has_value());
    if (decision.outcome == policy::ChannelDecision::Outcome::send) return decision;
    return Failure(no_address());
  }

  static model::Delivery make_delivery(const StepInput& input, int part, const policy::ChannelDecision& decision) {
    model::Delivery delivery;
    const auto name = input.submission().id.str() + ":" + std::to_string(part);
    delivery.id = model::DeliveryId(crypto::uuid_v5(kDeliveryNamespace, name));
    delivery.submission = input.submission().id;
    delivery.part_no = part;
    delivery.channel = decision.channel;
    delivery.reason = decision.reason;
    delivery.chosen_at = input.now;
    return delivery;
  }

  static std::function<void(store::Transaction&)> effect(const ports::WorkItem& item,
                                                         std::vector<model::Delivery> planned,
                                                         std::vector<std::pair<int, std::string>> not_dispatched) {
    return [item, planned = std::move(planned), not_dispatched = std::move(not_dispatched)](store::Transaction& tx) {
      for (const auto& delivery : planned) store::plan_delivery(tx, delivery);
      for (const auto& [part, reason] : not_dispatched) {
        tx.audit({"delivery.none", item.submission.str(), "", "step:velg_kanal",
                  nlohmann::json{{"part", part}, {"reason", reason}}.dump()});
      }
    };
  }

  static Error no_recipient() {
    return {ErrorKind::invalid_input, "kanal.ingen_mottaker", "velg_kanal",
            PublicText{"Innsendingen skal ekspederes, men har ingen ekstern mottaker (EM eller EK)."}};
  }

  ports::ContactRegistry& registry_;
  Component& component_;
  policy::ChannelSettings settings_;
};

}  // namespace

std::unique_ptr<Step> make_choose_channel(ports::ContactRegistry& registry, Component& component,
                                          policy::ChannelSettings settings) {
  return std::make_unique<ChooseChannel>(registry, component, settings);
}

}  // namespace fangst::pipeline

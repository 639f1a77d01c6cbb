#include <fangst/crypto/random.hpp>
#include <fangst/pipeline/letter.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/store/letters.hpp>

#include <algorithm>

namespace fangst::pipeline {
namespace {

/// The namespace of letter ids (RFC 9562 version 5): the same recipient of the same submission has one id for ever.
constexpr std::string_view kLetterNamespace = "5b0a6a0e-7c7f-4d5c-9a3e-2f1c3b8d9e10";

/// What the registry said, to be written with the step's outcome.
struct Choice {
  std::vector<model::Letter> planned;
  std::vector<std::pair<model::Letter, std::string>> without_letter;
  bool has_recipient = false;
};

bool is_external(const model::Korrespondansepart& part) {
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

Error no_address() {
  return {ErrorKind::invalid_input, "kanal.mangler_adresse", "velg_kanal",
          PublicText{"Mottakeren må få brevet på papir, men innsendingen har ingen postadresse. Legg inn adressen i "
                     "fagsystemet og send på nytt."}};
}

class ChooseChannel final : public Step {
 public:
  ChooseChannel(ports::ContactRegistry& registry, Dependency& dependency, const Dispatchers& dispatchers)
      : registry_(registry), dependency_(dependency), dispatchers_(dispatchers) {}

  std::string_view name() const override { return "velg_kanal"; }

  StepResult run(const StepInput& input) override {
    const auto& content = input.submission().content;
    if (!content.forsendelse.ekspeder) return {Next{}, {}, {}};

    Choice choice;
    const auto& parts = content.journalpost.korrespondansepart;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!is_external(parts[i])) continue;
      choice.has_recipient = true;
      const auto part = static_cast<int>(i);
      if (is_under_way(input.stored.letters, part)) continue;
      if (auto stopped = add(choice, parts[i], part, input)) return std::move(*stopped);
    }
    if (!choice.has_recipient) return {Dead{no_recipient()}, {}, {}};
    return {Next{}, effect(std::move(choice), input.item.step), {}};
  }

 private:
  /// Sent already, or perhaps: what the registry says now changes nothing for this recipient.
  static bool is_under_way(const std::vector<model::Letter>& earlier, int part) {
    return std::any_of(earlier.begin(), earlier.end(), [part](const auto& letter) {
      return letter.part_no == part && !policy::may_be_chosen(letter.state);
    });
  }

  /// Empty when the recipient has been decided on.
  std::optional<StepResult> add(Choice& choice, const model::Korrespondansepart& recipient, int part,
                                const StepInput& input) {
    auto letter = new_letter(input, part);
    if (!recipient.is_letter_recipient()) {
      choice.without_letter.emplace_back(std::move(letter), "sendt_av_fagsystem");
      return std::nullopt;
    }
    const auto decision = choose(recipient, input.submission().content.forsendelse.innhold, input);
    if (!decision) return decide(without_effect(decision.error()), input.now);
    if (decision->outcome == policy::ChannelDecision::Outcome::no_dispatch) {
      choice.without_letter.emplace_back(std::move(letter), decision->reason);
      return std::nullopt;
    }
    const auto* channel = dispatchers_.channels().choose(*decision);
    if (channel == nullptr) return StepResult{Dead{no_dispatcher({})}, {}, {}};
    if (channel->is_paper && !recipient.adresse) return StepResult{Dead{no_address()}, {}, {}};
    letter.channel = channel->name;
    letter.reason = decision->reason;
    choice.planned.push_back(std::move(letter));
    return std::nullopt;
  }

  Result<policy::ChannelDecision> choose(const model::Korrespondansepart& part, model::LetterKind kind,
                                         const StepInput& input) {
    if (!part.personidentifikator.empty()) {
      FANGST_TRY(const auto contact,
                 dependency_.guard([&] { return registry_.look_up(part.personidentifikator, input.deadline); }));
      return policy::choose_for_person(to_answer(contact), kind, input.now);
    }
    if (!part.organisasjonsnummer.empty()) return policy::choose_for_organisation();
    auto decision = policy::choose_for_address_only(part.adresse.has_value());
    if (decision.outcome == policy::ChannelDecision::Outcome::send) return decision;
    return Failure(no_address());
  }

  static model::Letter new_letter(const StepInput& input, int part) {
    model::Letter letter;
    const auto name = input.submission().id.str() + ":" + std::to_string(part);
    letter.id = model::LetterId(crypto::uuid_v5(kLetterNamespace, name));
    letter.submission = input.submission().id;
    letter.part_no = part;
    letter.chosen_at = input.now;
    return letter;
  }

  static Effect effect(Choice choice, model::StepName step) {
    return [choice = std::move(choice), step = std::move(step)](sql::Transaction& tx) -> Result<void> {
      for (const auto& letter : choice.planned) store::plan_letter(tx, letter, step);
      for (const auto& [letter, reason] : choice.without_letter) store::withdraw_letter(tx, letter, reason, step);
      return {};
    };
  }

  static Error no_recipient() {
    return {ErrorKind::invalid_input, "kanal.ingen_mottaker", "velg_kanal",
            PublicText{"Innsendingen skal ekspederes, men har ingen ekstern mottaker (EM eller EK)."}};
  }

  ports::ContactRegistry& registry_;
  Dependency& dependency_;
  const Dispatchers& dispatchers_;
};

}  // namespace

std::unique_ptr<Step> make_choose_channel(ports::ContactRegistry& registry, Dependency& dependency,
                                          const Dispatchers& dispatchers) {
  return std::make_unique<ChooseChannel>(registry, dependency, dispatchers);
}

}  // namespace fangst::pipeline

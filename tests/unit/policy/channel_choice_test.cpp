#include <fangst/policy/channel_choice.hpp>

#include <gtest/gtest.h>

#include <string>

namespace fangst::policy {
namespace {

using model::LetterKind;
using Outcome = ChannelDecision::Outcome;
using Status = RegistryAnswer::Status;

constexpr auto kDecision = LetterKind::enkeltvedtak;
constexpr auto kService = LetterKind::servicemelding;

model::Timestamp at(std::string_view text) { return model::parse_timestamp(text).value(); }

const auto kNow = at("2026-11-21T12:00:00Z");
const auto kFresh = at("2025-05-21T12:00:00Z");
const auto kExpired = at("2025-05-21T11:59:59.999Z");

struct Mailbox {
  bool exists;
  std::string provider;
};
const Mailbox kDigipost{true, "984661185"};
const Mailbox kEboks{true, "922020175"};
const Mailbox kNone{false, ""};
// The registry may name a provider although the certificate is empty: no mailbox.
const Mailbox kUnusable{false, "984661185"};

struct Row {
  std::string name;
  RegistryAnswer answer;
  LetterKind kind;
  Outcome outcome;
  std::optional<Way> way;
  std::string reason;
};

RegistryAnswer answer(Status status, bool reserved, bool notifiable, std::optional<model::Timestamp> email,
                      std::optional<model::Timestamp> mobile, const Mailbox& mailbox) {
  return {status, reserved, notifiable, email, mobile, mailbox.exists, mailbox.provider};
}
RegistryAnswer active(const Mailbox& mailbox) {
  return answer(Status::aktiv, false, true, kFresh, std::nullopt, mailbox);
}
RegistryAnswer expired(const Mailbox& mailbox) {
  return answer(Status::aktiv, false, false, kExpired, kExpired, mailbox);
}
RegistryAnswer reserved(const Mailbox& mailbox) { return answer(Status::aktiv, true, true, kFresh, kFresh, mailbox); }
RegistryAnswer absent(Status status) { return answer(status, false, false, std::nullopt, std::nullopt, kNone); }

class ChannelForPerson : public testing::TestWithParam<Row> {};

TEST_P(ChannelForPerson, follows_the_decision_table) {
  const auto& row = GetParam();
  const auto decision = choose_for_person(row.answer, row.kind, kNow);
  EXPECT_EQ(decision.outcome, row.outcome);
  EXPECT_EQ(decision.way, row.way);
  EXPECT_EQ(decision.mailbox_provider, row.way == Way::mailbox ? row.answer.postkasseleverandoer : "");
  EXPECT_EQ(decision.reason, row.reason);
}

const Row kRows[] = {
    // Active, not reserved, fresh.
    {"decision_to_digipost", active(kDigipost), kDecision, Outcome::send, Way::mailbox, "digital_postkasse"},
    {"decision_to_eboks", active(kEboks), kDecision, Outcome::send, Way::mailbox, "digital_postkasse"},
    {"decision_without_mailbox", active(kNone), kDecision, Outcome::send, Way::digital, "digital_med_varsel"},
    {"decision_to_unusable_mailbox", active(kUnusable), kDecision, Outcome::send, Way::digital, "digital_med_varsel"},
    {"service_to_digipost", active(kDigipost), kService, Outcome::send, Way::mailbox, "digital_postkasse"},
    {"service_to_eboks", active(kEboks), kService, Outcome::send, Way::mailbox, "digital_postkasse"},
    {"service_without_mailbox", active(kNone), kService, Outcome::send, Way::digital, "digital_med_varsel"},
    // Expired: paper for a decision; a service message may still go digitally.
    {"decision_expired_with_mailbox", expired(kDigipost), kDecision, Outcome::send, Way::paper, "utloept"},
    {"decision_expired_without_mailbox", expired(kNone), kDecision, Outcome::send, Way::paper, "utloept"},
    {"service_expired_with_digipost", expired(kDigipost), kService, Outcome::send, Way::mailbox, "digital_postkasse"},
    {"service_expired_with_eboks", expired(kEboks), kService, Outcome::send, Way::mailbox, "digital_postkasse"},
    {"service_expired_without_mailbox", expired(kNone), kService, Outcome::send, Way::digital, "digital_med_varsel"},
    {"decision_expired_although_the_registry_says_notifiable",
     answer(Status::aktiv, false, true, kExpired, kExpired, kDigipost), kDecision, Outcome::send, Way::paper,
     "utloept"},
    {"decision_without_any_contact_information", answer(Status::aktiv, false, true, {}, {}, kDigipost), kDecision,
     Outcome::send, Way::paper, "utloept"},
    // One channel at a time.
    {"decision_with_only_email_fresh", answer(Status::aktiv, false, true, kFresh, kExpired, kDigipost), kDecision,
     Outcome::send, Way::mailbox, "digital_postkasse"},
    {"decision_with_only_mobile_fresh", answer(Status::aktiv, false, true, kExpired, kFresh, kDigipost), kDecision,
     Outcome::send, Way::mailbox, "digital_postkasse"},
    {"decision_with_mobile_alone_and_fresh", answer(Status::aktiv, false, true, {}, kFresh, kNone), kDecision,
     Outcome::send, Way::digital, "digital_med_varsel"},
    {"decision_with_mobile_alone_and_expired", answer(Status::aktiv, false, true, {}, kExpired, kNone), kDecision,
     Outcome::send, Way::paper, "utloept"},
    // Fresh dates, but the registry says not notifiable.
    {"decision_fresh_but_not_notifiable", answer(Status::aktiv, false, false, kFresh, kFresh, kDigipost), kDecision,
     Outcome::send, Way::paper, "kan_ikke_varsles"},
    {"service_fresh_but_not_notifiable", answer(Status::aktiv, false, false, kFresh, kFresh, kDigipost), kService,
     Outcome::send, Way::mailbox, "digital_postkasse"},
    // Reserved: paper, whatever else is known.
    {"decision_reserved_with_mailbox", reserved(kDigipost), kDecision, Outcome::send, Way::paper, "reservert"},
    {"decision_reserved_without_mailbox", reserved(kNone), kDecision, Outcome::send, Way::paper, "reservert"},
    {"decision_reserved_and_expired", answer(Status::aktiv, true, false, kExpired, {}, kDigipost), kDecision,
     Outcome::send, Way::paper, "reservert"},
    {"service_reserved_with_mailbox", reserved(kDigipost), kService, Outcome::send, Way::paper, "reservert"},
    {"service_reserved_and_expired", answer(Status::aktiv, true, false, kExpired, {}, kNone), kService, Outcome::send,
     Way::paper, "reservert"},
    // Deleted or unknown.
    {"decision_deleted", absent(Status::slettet), kDecision, Outcome::send, Way::paper, "slettet"},
    {"decision_not_registered", absent(Status::ikke_registrert), kDecision, Outcome::send, Way::paper,
     "ikke_registrert"},
    {"service_deleted", absent(Status::slettet), kService, Outcome::no_dispatch, std::nullopt, "slettet"},
    {"service_not_registered", absent(Status::ikke_registrert), kService, Outcome::no_dispatch, std::nullopt,
     "ikke_registrert"},
    {"decision_deleted_with_remains_of_a_mailbox", answer(Status::slettet, false, true, kFresh, kFresh, kDigipost),
     kDecision, Outcome::send, Way::paper, "slettet"},
    {"decision_deleted_and_reserved", answer(Status::slettet, true, false, {}, {}, kNone), kDecision, Outcome::send,
     Way::paper, "slettet"},
};

INSTANTIATE_TEST_SUITE_P(Table, ChannelForPerson, testing::ValuesIn(kRows),
                         [](const auto& tested) { return tested.param.name; });

TEST(ChannelForPersonWithoutAnswer, holds_and_never_guesses_digital) {
  for (const auto kind : {kDecision, kService}) {
    const auto decision = choose_for_person(std::nullopt, kind, kNow);
    EXPECT_EQ(decision.outcome, Outcome::hold);
    EXPECT_EQ(decision.way, std::nullopt);
    EXPECT_EQ(decision.reason, "register_utilgjengelig");
  }
}

// Every combination of what the registry can say: paper unless all that the law asks for is there.
TEST(ChannelForPersonInEveryCase, sends_a_decision_digitally_only_to_an_active_unreserved_notifiable_fresh_person) {
  const std::optional<model::Timestamp> dates[] = {std::nullopt, kExpired, kFresh};
  for (const auto status : {Status::aktiv, Status::slettet, Status::ikke_registrert})
    for (const bool is_reserved : {false, true})
      for (const bool notifiable : {false, true})
        for (const auto& email : dates)
          for (const auto& mobile : dates)
            for (const auto& mailbox : {kNone, kEboks, kDigipost}) {
              const auto decision =
                  choose_for_person(answer(status, is_reserved, notifiable, email, mobile, mailbox), kDecision, kNow);
              const bool may_be_digital =
                  status == Status::aktiv && !is_reserved && notifiable && (email == kFresh || mobile == kFresh);
              EXPECT_EQ(decision.outcome, Outcome::send);
              EXPECT_EQ(decision.way != Way::paper, may_be_digital) << decision.reason;
            }
}

TEST(ChannelForOrganisation, is_digital_since_organisations_cannot_reserve) {
  const auto decision = choose_for_organisation();
  EXPECT_EQ(decision.outcome, Outcome::send);
  EXPECT_EQ(decision.way, Way::digital);
  EXPECT_EQ(decision.reason, "virksomhet");
}

TEST(ChannelForAddressOnly, is_paper_when_there_is_an_address_and_nothing_when_there_is_none) {
  const auto with = choose_for_address_only(true);
  EXPECT_EQ(with.outcome, Outcome::send);
  EXPECT_EQ(with.way, Way::paper);
  EXPECT_EQ(with.reason, "kun_postadresse");
  const auto without = choose_for_address_only(false);
  EXPECT_EQ(without.outcome, Outcome::no_dispatch);
  EXPECT_EQ(without.way, std::nullopt);
  EXPECT_EQ(without.reason, "ingen_adresse");
}

}  // namespace
}  // namespace fangst::policy

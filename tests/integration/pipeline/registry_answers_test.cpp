#include "plant.hpp"

#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using model::LetterKind;
using model::SubmissionState;
using ports::Kontaktopplysning;
using support::FakeRegistry;

const auto kFresh = model::from_millis(1'789'000'000'000);
const auto kExpired = model::from_millis(1'700'000'000'000);

/// Channel and reason of a letter; empty when there is none.
struct Planned {
  std::string channel, reason;
  bool operator==(const Planned&) const = default;
};

struct AnswerRow {
  const char* name;
  std::function<void(Kontaktopplysning&)> change;
  Planned decision, service;  ///< Of an individual decision, and of a service message.
};

const Planned kNone;
const Planned kMailbox{"svarut", "digital_postkasse"};
const AnswerRow kAnswers[] = {
    {"as it is", [](auto&) {}, kMailbox, kMailbox},
    {"mailbox at Digipost",
     [](auto& answer) { answer.postkasseleverandoer = support::kDigipostProvider; },
     {"digipost", "digital_postkasse"},
     {"digipost", "digital_postkasse"}},
    {"mailbox that cannot be used",
     [](auto& answer) {
       answer.postkasseleverandoer = support::kDigipostProvider;
       answer.har_digital_postkasse = false;
     },
     {"svarut", "digital_med_varsel"},
     {"svarut", "digital_med_varsel"}},
    {"not notifiable",
     [](auto& answer) { answer.kan_varsles = false; },
     {"svarut_print", "kan_ikke_varsles"},
     kMailbox},
    {"mobile alone",
     [](auto& answer) {
       answer.epost_sist_bekreftet.reset();
       answer.mobil_sist_bekreftet = kFresh;
     },
     kMailbox, kMailbox},
    {"mobile fresh, mail expired",
     [](auto& answer) {
       answer.epost_sist_bekreftet = kExpired;
       answer.mobil_sist_bekreftet = kFresh;
     },
     kMailbox, kMailbox},
    {"mail fresh, mobile expired", [](auto& answer) { answer.mobil_sist_bekreftet = kExpired; }, kMailbox, kMailbox},
    {"mail expired",
     [](auto& answer) { answer.epost_sist_bekreftet = kExpired; },
     {"svarut_print", "utloept"},
     kMailbox},
    {"nothing to reach them by",
     [](auto& answer) { answer.epost_sist_bekreftet.reset(); },
     {"svarut_print", "utloept"},
     kMailbox},
    {"reserved",
     [](auto& answer) { answer.reservert = true; },
     {"svarut_print", "reservert"},
     {"svarut_print", "reservert"}},
    {"deleted", [](auto& answer) { answer.status = ports::KrrStatus::slettet; }, {"svarut_print", "slettet"}, kNone},
    {"not registered",
     [](auto& answer) { answer.status = ports::KrrStatus::ikke_registrert; },
     {"svarut_print", "ikke_registrert"},
     kNone},
};

/// What each part of an answer of the registry, and each kind of recipient, makes of the letter.
class RegistryAnswers : public PlantTest {
 protected:
  /// The one letter of a new submission to `recipient`.
  Planned letter_to(const Recipient& recipient, LetterKind kind = LetterKind::enkeltvedtak) {
    const auto number = std::to_string(++number_);
    last = plant->accept({.key = "K-" + number, .case_key = "S-" + number, .recipients = {recipient}, .innhold = kind});
    plant->run_to_end();
    EXPECT_EQ(plant->load(last).submission.state, SubmissionState::finished);
    const auto letters = plant->letters(last);
    if (letters.empty()) return {};
    return {letters.at(0).channel.value().str(), letters.at(0).reason};
  }
  Planned letter_after(Kontaktopplysning answer, LetterKind kind = LetterKind::enkeltvedtak) {
    plant->registry.set("14833821238", std::move(answer));
    return letter_to({}, kind);
  }
  std::vector<nlohmann::json> bodies(const std::string& kind) {
    std::vector<nlohmann::json> list;
    const auto read = plant->db().read([&](sql::Session& session) -> Result<void> {
      for (auto& [body] :
           session.query<std::string>("SELECT body FROM audit_entry WHERE kind = :1 ORDER BY idx", kind)) {
        list.push_back(nlohmann::json::parse(body));
      }
      return {};
    });
    EXPECT_TRUE(read);
    return list;
  }

  model::SubmissionId last;

 private:
  int number_ = 0;
};
FANGST_ON_BOTH_DATABASES(RegistryAnswers);

TEST_P(RegistryAnswers, count_in_each_of_their_parts) {
  plant->start();
  for (const auto& row : kAnswers) {
    auto answer = FakeRegistry::digital();
    row.change(answer);
    EXPECT_EQ(letter_after(answer), row.decision) << row.name << ", decision";
    EXPECT_EQ(letter_after(answer, LetterKind::servicemelding), row.service) << row.name << ", service message";
  }
}

TEST_P(RegistryAnswers, are_not_asked_for_where_there_is_no_person) {
  plant->start();
  EXPECT_EQ(letter_to({.person = "", .has_address = false, .organisation = "313770001"}),
            (Planned{"svarut", "virksomhet"}));
  EXPECT_EQ(letter_to({.person = ""}), (Planned{"svarut_print", "kun_postadresse"}));
  EXPECT_EQ(plant->outside.count("krr.look_up"), 0);
}

TEST_P(RegistryAnswers, need_no_address_for_a_digital_letter) {
  plant->start();
  EXPECT_EQ(letter_to({.has_address = false}), (Planned{"svarut", "digital_postkasse"}));
}

TEST_P(RegistryAnswers, stand_in_the_letter_with_the_moment_they_were_given) {
  plant->start();
  plant->database.clock->advance(std::chrono::hours{3});
  const auto asked_at = plant->database.clock->now();
  letter_to({});
  EXPECT_EQ(plant->letters(last).at(0).chosen_at, asked_at);
}

TEST_P(RegistryAnswers, say_in_the_log_why_a_recipient_gets_no_letter) {
  auto deleted = FakeRegistry::digital();
  deleted.status = ports::KrrStatus::slettet;
  auto unknown = deleted;
  unknown.status = ports::KrrStatus::ikke_registrert;
  plant->registry.set("17912099997", deleted);
  plant->registry.set("06868710045", unknown);
  plant->start();
  Recipient told;
  told.sent_how = std::string(model::kSendtAvFagsystem);
  const auto id = plant->accept({.recipients = {told, {"Kari Syntetisk", "17912099997"}, {"Per", "06868710045"}},
                                 .innhold = LetterKind::servicemelding});
  plant->run_to_end();
  EXPECT_TRUE(plant->letters(id).empty());
  const auto logged = bodies("letter.none");
  ASSERT_EQ(logged.size(), 3U);
  const std::pair<int, const char*> expected[] = {{0, "sendt_av_fagsystem"}, {1, "slettet"}, {2, "ikke_registrert"}};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(logged[i].at("part"), expected[i].first);
    EXPECT_EQ(logged[i].at("reason"), expected[i].second);
  }
}

/// The number of a recipient is its place among all parties, not among those who get a letter.
TEST_P(RegistryAnswers, go_with_the_right_party_when_others_stand_between) {
  plant->start();
  const auto id = plant->accept({.recipients = {{"Avsender", "06868710045", true, "EA"},
                                                {"Olga Syntetisk", "14833821238"},
                                                {"Saksbehandler", "", true, "IM"},
                                                {"Kari Syntetisk", "17912099997", true, "EK"}}});
  plant->run_to_end();
  const auto letters = plant->letters(id);
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(letters[0].part_no, 1);
  EXPECT_EQ(letters[1].part_no, 3);
  for (const auto& letter : letters) {
    EXPECT_EQ(letter.id.str(),
              crypto::uuid_v5("5b0a6a0e-7c7f-4d5c-9a3e-2f1c3b8d9e10", id.str() + ":" + std::to_string(letter.part_no)))
        << "the dispatcher's key, also in a later release";
  }
  const auto accepted = plant->svarut.accepted();
  EXPECT_EQ(accepted.at(letters[0].id.str()).letter.mottaker.navn, "Olga Syntetisk");
  EXPECT_EQ(accepted.at(letters[1].id.str()).letter.mottaker.navn, "Kari Syntetisk");
  EXPECT_EQ(plant->outside.count("krr.look_up"), 2);
}

}  // namespace
}  // namespace fangst::testing

#include "registry_fixture.hpp"

namespace fangst::krr {
namespace {

using ports::KrrStatus;

class PersonAnswer : public RegistryTest {};

TEST_F(PersonAnswer, tells_all_that_the_choice_of_channel_needs) {
  const auto known = read(active());
  ASSERT_TRUE(known);
  EXPECT_EQ(known->status, KrrStatus::aktiv);
  EXPECT_FALSE(known->reservert);
  EXPECT_TRUE(known->kan_varsles);
  EXPECT_EQ(known->epost_sist_bekreftet, model::parse_timestamp("2023-08-05T10:45:15.768Z"));
  EXPECT_EQ(known->mobil_sist_bekreftet, model::parse_timestamp("2023-12-31T23:00:00.123Z"));
  EXPECT_TRUE(known->har_digital_postkasse);
  EXPECT_EQ(known->postkasseleverandoer, "984661185");
}

TEST_F(PersonAnswer, takes_the_later_of_changed_and_confirmed_and_either_alone) {
  auto person = active();
  auto& contact = person["kontaktinformasjon"];
  contact["epostadresse_sist_verifisert"] = "2020-01-01T00:00:00Z";
  contact.erase("mobiltelefonnummer_oppdatert");
  const auto known = read(person);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->epost_sist_bekreftet, model::parse_timestamp("2023-06-29T08:14:52Z"));
  EXPECT_EQ(known->mobil_sist_bekreftet, model::parse_timestamp("2023-08-05T10:45:15.768Z"));
}

TEST_F(PersonAnswer, takes_no_date_for_an_address_that_is_not_there) {
  auto person = active();
  person["kontaktinformasjon"]["epostadresse"] = "";
  person["kontaktinformasjon"].erase("mobiltelefonnummer");
  const auto known = read(person);
  ASSERT_TRUE(known);
  EXPECT_FALSE(known->epost_sist_bekreftet);
  EXPECT_FALSE(known->mobil_sist_bekreftet);
}

TEST_F(PersonAnswer, takes_an_unreadable_date_for_none) {
  auto person = active();
  person["kontaktinformasjon"]["epostadresse_oppdatert"] = "i fjor";
  person["kontaktinformasjon"]["epostadresse_sist_verifisert"] = 20230805;
  const auto known = read(person);
  ASSERT_TRUE(known);
  EXPECT_FALSE(known->epost_sist_bekreftet);
}

TEST_F(PersonAnswer, accepts_null_for_everything_that_may_be_absent) {
  for (const char* key : {"kontaktinformasjon", "digital_post", "sertifikat", "varslingsstatus", "spraak"}) {
    auto person = active();
    person[key] = nullptr;
    EXPECT_TRUE(read(person)) << key;
    person.erase(key);
    EXPECT_TRUE(read(person)) << key;
  }
}

TEST_F(PersonAnswer, ignores_what_it_does_not_know) {
  auto person = active();
  person["nytt_felt"] = {{"a", Json::array({1, 2})}};
  EXPECT_TRUE(read(person));
}

TEST_F(PersonAnswer, reads_a_reservation) {
  auto person = active();
  person["reservasjon"] = "JA";
  EXPECT_TRUE(read(person)->reservert);
}

TEST_F(PersonAnswer, takes_any_other_notification_status_for_no) {
  for (const char* word : {"KAN_IKKE_VARSLES", "", "NOE_NYTT"}) {
    auto person = active();
    person["varslingsstatus"] = word;
    EXPECT_FALSE(read(person)->kan_varsles) << word;
  }
}

TEST_F(PersonAnswer, keeps_nothing_of_deleted_and_unregistered_people) {
  for (const auto& [word, status] :
       {std::pair{"SLETTET", KrrStatus::slettet}, {"IKKE_REGISTRERT", KrrStatus::ikke_registrert}}) {
    auto person = active();
    person["status"] = word;
    const auto known = read(person);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->status, status);
    EXPECT_FALSE(known->kan_varsles);
    EXPECT_FALSE(known->har_digital_postkasse);
    EXPECT_FALSE(known->epost_sist_bekreftet);
  }
}

TEST_F(PersonAnswer, takes_a_missing_row_for_not_registered) {
  http_.then(200, R"({"personer":[]})");
  const auto known = look_up(kOla);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->status, KrrStatus::ikke_registrert);
}

TEST_F(PersonAnswer, never_guesses_when_status_or_reservation_is_in_doubt) {
  for (const auto& [key, value] : std::vector<std::pair<const char*, Json>>{
           {"status", "DVALE"}, {"status", nullptr}, {"reservasjon", "KANSKJE"}, {"reservasjon", nullptr}}) {
    auto person = active();
    person[key] = value;
    const auto known = read(person);
    ASSERT_FALSE(known) << key;
    EXPECT_EQ(known.error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(known.error().code(), "krr.ugyldig_svar");
  }
}

TEST_F(PersonAnswer, refuses_an_answer_that_is_no_list_of_people) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"personer":null})", R"({"personer":{}})",
                           R"({"personer":[1]})", R"({"personer":[{"personidentifikator":"17912099997",}]})"}) {
    http_.then(200, body);
    const auto known = look_up(kOla);
    ASSERT_FALSE(known) << body;
    EXPECT_EQ(known.error().code(), "krr.ugyldig_svar");
  }
}

TEST_F(PersonAnswer, takes_no_notice_of_people_it_did_not_ask_for) {
  auto other = active();
  other["personidentifikator"] = kKari;
  other["status"] = "DVALE";
  const auto known = read(other);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->status, KrrStatus::ikke_registrert);
}

}  // namespace
}  // namespace fangst::krr

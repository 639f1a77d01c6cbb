#include "person_answer.hpp"
#include "registry_fixture.hpp"

namespace fangst::krr {
namespace {

using ports::KrrStatus;

const std::string kPer = "05840399895";

Answers read_all(const Json& people, const std::vector<std::string>& asked_for) {
  const auto answers = read_people(answer_with(people), asked_for);
  EXPECT_TRUE(answers);
  return answers ? *answers : Answers{};
}

TEST(People, have_each_their_own_row_in_whatever_order_they_come) {
  const auto answers =
      read_all(Json::array({row(kPer, "SLETTET"), row(kKari, "AKTIV", "JA"), row(kOla)}), {kOla, kKari, kPer});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers.at(kOla)->status, KrrStatus::aktiv);
  EXPECT_FALSE(answers.at(kOla)->reservert);
  EXPECT_EQ(answers.at(kKari)->status, KrrStatus::aktiv);
  EXPECT_TRUE(answers.at(kKari)->reservert);
  EXPECT_EQ(answers.at(kPer)->status, KrrStatus::slettet);
}

TEST(People, with_a_row_in_doubt_do_not_spoil_the_others) {
  for (const auto& bad : {row(kKari, "DVALE"), row(kKari, "AKTIV", "KANSKJE"), row(kKari, "", "NEI")}) {
    const auto answers = read_all(Json::array({row(kOla), bad, row(kPer)}), {kOla, kKari, kPer});
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_TRUE(answers.at(kOla));
    ASSERT_FALSE(answers.at(kKari));
    EXPECT_EQ(answers.at(kKari).error().kind(), ErrorKind::unavailable);
    EXPECT_TRUE(answers.at(kPer));
  }
}

TEST(People, without_a_row_are_not_registered_each_of_them) {
  const auto answers = read_all(Json::array({row(kKari)}), {kOla, kKari, kPer});
  ASSERT_EQ(answers.size(), 3U);
  for (const auto& missing : {kOla, kPer}) EXPECT_EQ(answers.at(missing)->status, KrrStatus::ikke_registrert);
  EXPECT_EQ(answers.at(kKari)->status, KrrStatus::aktiv);
}

TEST(People, whom_nobody_asked_for_get_no_answer) {
  const auto answers = read_all(Json::array({row(kKari), row(kOla), row("")}), {kOla});
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_TRUE(answers.contains(kOla));
}

TEST(People, of_whom_something_is_left_out_have_none_of_what_depends_on_it) {
  struct Case {
    const char* pointer;
    bool may_be_notified;
    bool has_mail_address;
    bool has_mobile;
    bool has_mailbox;
  };
  for (const auto& expected : {Case{"/spraak", true, true, true, true},
                               {"/varslingsstatus", false, true, true, true},
                               {"/kontaktinformasjon", true, false, false, true},
                               {"/kontaktinformasjon/epostadresse", true, false, true, true},
                               {"/kontaktinformasjon/mobiltelefonnummer", true, true, false, true},
                               {"/digital_post", true, true, true, false},
                               {"/digital_post/postkasseadresse", true, true, true, false},
                               {"/sertifikat", true, true, true, false}}) {
    for (const Json& nothing : {Json(nullptr), Json(7), Json("")}) {
      auto person = active();
      person[Json::json_pointer(expected.pointer)] = nothing;
      const auto answers = read_all(Json::array({person}), {kOla});
      const auto& known = *answers.at(kOla);
      EXPECT_EQ(known.kan_varsles, expected.may_be_notified) << expected.pointer;
      EXPECT_EQ(known.epost_sist_bekreftet.has_value(), expected.has_mail_address) << expected.pointer;
      EXPECT_EQ(known.mobil_sist_bekreftet.has_value(), expected.has_mobile) << expected.pointer;
      EXPECT_EQ(known.har_digital_postkasse, expected.has_mailbox) << expected.pointer;
      EXPECT_EQ(known.postkasseleverandoer, expected.has_mailbox ? "984661185" : "") << expected.pointer;
    }
  }
}

TEST(People, whose_address_was_changed_and_never_confirmed_can_be_reached_there) {
  auto person = active();
  auto& contact = person["kontaktinformasjon"];
  contact.erase("epostadresse_sist_verifisert");
  contact.erase("mobiltelefonnummer_sist_verifisert");
  const auto answers = read_all(Json::array({person}), {kOla});
  const auto& known = *answers.at(kOla);
  EXPECT_EQ(known.epost_sist_bekreftet, model::parse_timestamp("2023-06-29T08:14:52Z"));
  EXPECT_TRUE(known.mobil_sist_bekreftet.has_value());
}

TEST(People, who_are_not_active_are_not_reserved_either) {
  for (const char* status : {"SLETTET", "IKKE_REGISTRERT"}) {
    EXPECT_FALSE(read_all(Json::array({row(kOla, status, "JA")}), {kOla}).at(kOla)->reservert) << status;
  }
}

}  // namespace
}  // namespace fangst::krr

#include <fangst/generic/innsending_format.hpp>
#include <fangst/support/parsed_messages.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace fangst::generic {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;

ports::SourceProfile source() {
  auto profile = support::source_of(InnsendingFormat());
  profile.fagsystem = "Gerica";
  return profile;
}

Json innsending() {
  return Json::parse(R"({"eksternNoekkel":"V-1","type":"vedtak",
    "sak":{"eksternNoekkel":{"noekkel":"S-1"},"tittel":"Sak - Olga","offentligTittel":"Sak - *****","arkivdel":"HELSE",
           "skjerming":{"tilgangsrestriksjon":"UO","skjermingshjemmel":"Offl. § 13"}},
    "journalpost":{"tittel":"Vedtak","offentligTittel":"Vedtak","journalposttype":"U",
                   "skjerming":{"tilgangsrestriksjon":"UO","skjermingshjemmel":"Offl. § 13"}},
    "dokumenter":[{"tittel":"D","filnavn":"d.pdf","mimeType":"application/pdf"}]})");
}

Result<ports::ParsedIntake> parse(const Json& json, const ports::SourceProfile& profile) {
  return InnsendingFormat().parse(json.dump(), profile);
}

TEST(InnsendingFormat, fills_in_the_fagsystem_and_the_key_of_the_journalpost) {
  const auto parsed = parse(innsending(), source());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->content.sak.ekstern_noekkel.fagsystem, "Gerica");
  EXPECT_EQ(parsed->content.journalpost.ekstern_noekkel.fagsystem, "Gerica");
  EXPECT_EQ(parsed->content.journalpost.ekstern_noekkel.noekkel, "V-1");
  EXPECT_TRUE(parsed->embedded.empty());
}

TEST(InnsendingFormat, keeps_the_keys_that_are_given) {
  auto json = innsending();
  json["sak"]["eksternNoekkel"]["fagsystem"] = "Annet";
  json["journalpost"]["eksternNoekkel"] = {{"fagsystem", "Tredje"}, {"noekkel", "J-9"}};
  const auto parsed = parse(json, source());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->content.sak.ekstern_noekkel.fagsystem, "Annet");
  EXPECT_EQ(parsed->content.journalpost.ekstern_noekkel.noekkel, "J-9");
  EXPECT_EQ(parsed->content.journalpost.ekstern_noekkel.fagsystem, "Tredje");
}

TEST(InnsendingFormat, fills_in_each_key_by_itself) {
  auto of_another_case = innsending();
  of_another_case["sak"]["eksternNoekkel"]["fagsystem"] = "Annet";
  auto parsed = parse(of_another_case, source());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->content.sak.ekstern_noekkel.fagsystem, "Annet");
  EXPECT_EQ(parsed->content.journalpost.ekstern_noekkel.fagsystem, "Gerica");
  auto of_another_post = innsending();
  of_another_post["journalpost"]["eksternNoekkel"] = {{"fagsystem", "Tredje"}, {"noekkel", "J-9"}};
  parsed = parse(of_another_post, source());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->content.sak.ekstern_noekkel.fagsystem, "Gerica");
}

TEST(InnsendingFormat, a_shielded_source_must_shield_case_and_journalpost) {
  auto profile = source();
  profile.requires_skjerming = true;
  ASSERT_TRUE(parse(innsending(), profile));
  auto json = innsending();
  for (const auto* object : {"sak", "journalpost"}) {
    json[object].erase("skjerming");
    json[object].erase("offentligTittel");
  }
  ASSERT_TRUE(parse(json, source()));
  EXPECT_THAT(
      support::faulty_fields(InnsendingFormat(), json.dump(), profile),
      ElementsAre("/sak/skjerming", "/journalpost/skjerming", "/sak/offentligTittel", "/journalpost/offentligTittel"));
}

TEST(InnsendingFormat, a_shielded_source_is_told_each_thing_that_is_missing) {
  auto profile = source();
  profile.requires_skjerming = true;
  for (const std::string object : {"sak", "journalpost"}) {
    for (const std::string member : {"skjerming", "offentligTittel"}) {
      auto json = innsending();
      json[object].erase(member);
      EXPECT_EQ(support::refusal_code(InnsendingFormat(), json.dump(), profile), "innsending.ugyldig");
      support::expect_only_fault(InnsendingFormat(), json.dump(), profile, "/" + object + "/" + member,
                                 member == "skjerming" ? "skjermingshjemmel" : "tittel uten navn");
    }
  }
}

TEST(InnsendingFormat, takes_the_people_of_its_own_environment) {
  using enum model::IdentityRealm;
  for (const auto& [own, other, number] :
       {std::tuple{synthetic, production, "14833821238"}, {production, synthetic, "13094570055"}}) {
    auto json = innsending();
    auto profile = source();
    json["sak"]["part"] = Json::array({{{"navn", "En"}, {"personidentifikator", number}}});
    profile.realm = own;
    EXPECT_TRUE(parse(json, profile)) << number;
    profile.realm = other;
    EXPECT_FALSE(parse(json, profile)) << number;
  }
}

TEST(InnsendingFormat, has_the_name_and_the_media_type_that_sources_use) {
  EXPECT_EQ(InnsendingFormat().name(), "innsending");
  EXPECT_EQ(InnsendingFormat().content_type(), "application/json");
  EXPECT_TRUE(InnsendingFormat().settings().empty());
}

TEST(InnsendingFormat, says_what_is_wrong_with_the_message) {
  const auto refused = parse(Json::object(), source());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "innsending.ugyldig");
  EXPECT_EQ(refused.error().fields().size(), 5U);
}

}  // namespace
}  // namespace fangst::generic

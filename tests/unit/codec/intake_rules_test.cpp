#include <fangst/codec/cloud_event.hpp>
#include <fangst/codec/intake_rules.hpp>

#include <gmock/gmock.h>

namespace fangst::codec {
namespace {

using testing::HasSubstr;

TEST(Shielding, lasts_sixty_years_from_the_day) {
  for (const auto& [from, until] : std::map<std::string, std::string>{{"2026-03-10", "2086-03-10"},
                                                                      {"2026-12-31", "2086-12-31"},
                                                                      {"2024-02-29", "2084-02-29"},
                                                                      {"2040-02-29", "2100-02-28"},
                                                                      {"1999-03-01", "2059-03-01"}}) {
    const auto skjerming = skjerming_by("hjemmel", model::parse_date(from).value());
    EXPECT_EQ(skjerming.tilgangsrestriksjon, "UO");
    EXPECT_EQ(skjerming.skjermingshjemmel, "hjemmel");
    EXPECT_EQ(model::to_string(skjerming.skjerming_opphoerer_dato.value()), until);
  }
}

TEST(PublicTitle, says_what_it_is_and_hides_whom_it_is_about) { EXPECT_EQ(masked_title("Vedtak"), "Vedtak - *****"); }

TEST(IntakeError, says_who_must_mend_it) {
  const auto faulty = invalid_fields("kilde", {{"/a", "en"}, {"/b", "to"}});
  EXPECT_EQ(faulty.kind(), ErrorKind::invalid_input);
  EXPECT_EQ(faulty.code(), "kilde.ugyldig");
  ASSERT_EQ(faulty.fields().size(), 2U);
  EXPECT_EQ(faulty.fields()[1].pointer + faulty.fields()[1].message, "/bto");
  const auto unwanted = unwanted_message("kilde", "grunn", "Send den ikke.");
  EXPECT_EQ(unwanted.kind(), ErrorKind::invalid_input);
  EXPECT_EQ(unwanted.code(), "kilde.grunn");
  EXPECT_EQ(unwanted.public_text(), "Send den ikke.");
  const auto incomplete = incomplete_source("kilde", "innstilling");
  EXPECT_EQ(incomplete.kind(), ErrorKind::internal) << "the same message can be taken in later";
  EXPECT_EQ(incomplete.code(), "kilde.mangler_innstilling");
  EXPECT_THAT(incomplete.public_text(), HasSubstr("innstillingen innstilling mangler"));
  for (const auto& error : {faulty, unwanted, incomplete}) EXPECT_EQ(error.where(), "inntak");
}

TEST(CloudEvent, gives_its_own_id_source_and_type) {
  CloudEvent event;
  const auto read = [&event](const std::string& expected_source) {
    return read_json(R"({"specversion":"1.0","id":"I","source":"S","type":"T"})", Trust::outside, "prove",
                     [&](JsonObject& in) { event = read_cloud_event(in, expected_source); });
  };
  EXPECT_TRUE(read(""));
  EXPECT_TRUE(read("S"));
  EXPECT_EQ(event.id + event.source + event.type, "IST");
  const auto refused = read("annen");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields().at(0).pointer, "/source");
  EXPECT_THAT(refused.error().fields().at(0).message, HasSubstr("annen kilde"));
}

}  // namespace
}  // namespace fangst::codec

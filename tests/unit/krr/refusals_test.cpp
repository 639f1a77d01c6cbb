#include "registry_fixture.hpp"

namespace fangst::krr {
namespace {

using enum ErrorKind;

/// A letter waits as long as the registry cannot be asked, and stops for a person when asking again would not help.
class KrrRefusals : public RegistryTest {
 protected:
  Error error_of_look_up() {
    const auto known = look_up(kOla);
    return known ? Error(internal, "no.error", "test", PublicText{""}) : known.error();
  }
};

TEST_F(KrrRefusals, say_by_kind_and_code_whether_the_letter_waits) {
  struct Case {
    int status;
    ErrorKind kind;
    const char* code;
  };
  const Case cases[] = {
      {201, unavailable, "krr.utilgjengelig"}, {204, unavailable, "krr.utilgjengelig"},
      {302, unavailable, "krr.utilgjengelig"}, {400, rejected_by_dependency, "krr.avvist_foedselsnummer"},
      {401, forbidden, "krr.ingen_tilgang"},   {403, forbidden, "krr.ingen_tilgang"},
      {404, unavailable, "krr.utilgjengelig"}, {408, unavailable, "krr.utilgjengelig"},
      {409, unavailable, "krr.utilgjengelig"}, {410, unavailable, "krr.utilgjengelig"},
      {413, unavailable, "krr.utilgjengelig"}, {422, unavailable, "krr.utilgjengelig"},
      {425, unavailable, "krr.utilgjengelig"}, {429, unavailable, "krr.utilgjengelig"},
      {500, unavailable, "krr.utilgjengelig"}, {502, unavailable, "krr.utilgjengelig"},
      {503, unavailable, "krr.utilgjengelig"}, {504, unavailable, "krr.utilgjengelig"},
      {599, unavailable, "krr.utilgjengelig"}};
  for (const auto& [status, kind, code] : cases) {
    const int tries = status == 401 ? 2 : 1;  // Once more with a new token.
    for (int i = 0; i < tries; ++i) http_.then(status, "mottaker " + kOla, {{"Retry-After", "16"}});
    const auto error = error_of_look_up();
    EXPECT_EQ(error.kind(), kind) << status;
    EXPECT_EQ(error.code(), code) << status;
    const auto* const words = kind == unavailable ? "Det prøves igjen"
                              : kind == forbidden ? "Kontroller tilgangene i Maskinporten"
                                                  : "Kontroller mottakeren";
    EXPECT_NE(error.public_text().find(words), std::string::npos) << error.public_text();
    EXPECT_EQ(error.where(), "krr.personer") << status;
    EXPECT_FALSE(error.outcome_unknown()) << status;
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(16)) << status;
    EXPECT_EQ(error.private_detail(), "HTTP " + std::to_string(status) + ": mottaker ***********");
    EXPECT_TRUE(http_.is_exhausted()) << status;
  }
}

TEST_F(KrrRefusals, that_never_came_name_the_registry_and_tell_a_late_answer_from_none) {
  struct Case {
    ErrorKind cause;
    ErrorKind kind;
    const char* code;
  };
  for (const auto& [cause, kind, code] : {Case{timeout, timeout, "krr.utilgjengelig"},
                                          {unavailable, unavailable, "krr.utilgjengelig"},
                                          {internal, unavailable, "krr.utilgjengelig"},
                                          {invalid_input, invalid_input, "http.x"}}) {
    http_.then(Error(cause, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"}).with_unknown_outcome(true));
    const auto error = error_of_look_up();
    EXPECT_FALSE(error.outcome_unknown());
    EXPECT_EQ(error.kind(), kind);
    EXPECT_EQ(error.code(), code);
    EXPECT_NE(error.private_detail().find("detalj"), std::string::npos);
  }
}

TEST_F(KrrRefusals, of_the_token_are_passed_on_as_they_are) {
  for (const auto kind : {forbidden, timeout, unavailable}) {
    tokens_.failure = Error{kind, "maskinporten.x", "maskinporten.token", PublicText{"Maskinporten svarer ikke."}};
    const auto error = error_of_look_up();
    EXPECT_EQ(error.kind(), kind);
    EXPECT_EQ(error.code(), "maskinporten.x");
    EXPECT_EQ(error.public_text(), "Maskinporten svarer ikke.");
  }
}

TEST_F(KrrRefusals, of_a_number_come_before_any_call_by_the_realm_of_the_installation) {
  EXPECT_EQ(Settings{}.realm, model::IdentityRealm::production);
  ContactRegistry production({"https://krr.example", "krr:a", model::IdentityRealm::production}, http_, tokens_,
                             clock_);
  const auto known = production.look_up(model::PersonIdentifier(kOla), soon());
  ASSERT_FALSE(known) << "a synthetic person is nobody there";
  EXPECT_EQ(known.error().code(), "krr.ugyldig_foedselsnummer");
  EXPECT_EQ(known.error().kind(), invalid_input);
  EXPECT_TRUE(http_.calls().empty());
}

TEST_F(KrrRefusals, are_not_asked_for_by_scopes_that_see_only_half_of_what_is_needed) {
  // With one of them alone the registry leaves out the mailbox, or the addresses.
  EXPECT_EQ(Settings{}.scope, "krr:global/digitalpost.read krr:global/kontaktinformasjon.read");
}

}  // namespace
}  // namespace fangst::krr

#include "national.hpp"

#include <fangst/crypto/rsa.hpp>

namespace fangst::test {
namespace {

class MaskinportenSandbox : public NationalTest {
 protected:
  std::string refusal(const maskinporten::Settings& settings, const std::string& scope = "ks:fiks") {
    maskinporten::TokenSource source(settings, http(), clock_);
    const auto token = source.token(scope, soon());
    return token ? "" : token.error().code();
  }
};

TEST_F(MaskinportenSandbox, gives_a_token_for_our_grant) {
  const auto token = tokens_.token("ks:fiks", soon());
  ASSERT_TRUE(token) << token.error().private_detail();
  EXPECT_EQ(std::count(token->begin(), token->end(), '.'), 2);
  EXPECT_EQ(tokens_.token("ks:fiks", soon()), *token);
}

TEST_F(MaskinportenSandbox, gives_a_token_for_two_scopes) {
  EXPECT_TRUE(tokens_.token("krr:global/kontaktinformasjon.read krr:global/digitalpost.read", soon()));
}

TEST_F(MaskinportenSandbox, refuses_each_fault_of_configuration_by_its_code) {
  auto faulty = maskinporten_settings();
  faulty.client_id = "ukjent";
  EXPECT_EQ(refusal(faulty), "maskinporten.MP-100");
  faulty = maskinporten_settings();
  faulty.issuer.pop_back();
  EXPECT_EQ(refusal(faulty), "maskinporten.MP-110");
  faulty = maskinporten_settings();
  faulty.private_key_pem = crypto::RsaKey::generate().private_pem();
  EXPECT_EQ(refusal(faulty), "maskinporten.MP-124");
  EXPECT_EQ(refusal(maskinporten_settings(), "finnes:ikke"), "maskinporten.MP-200");
}

TEST_F(MaskinportenSandbox, is_asked_again_with_a_new_grant_after_an_answer_that_was_lost) {
  sandbox().add_fault({{"service", "maskinporten"}, {"operation", "token"}, {"action", "drop_after_accept"}});
  const auto lost = tokens_.token("ks:fiks", soon());
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind(), ErrorKind::unavailable);
  // The same grant a second time would be MP-012.
  EXPECT_TRUE(tokens_.token("ks:fiks", soon()));
}

TEST_F(MaskinportenSandbox, does_not_stop_us_for_a_minute_with_503) {
  sandbox().add_fault({{"service", "maskinporten"}, {"action", "status"}, {"status", 503}});
  EXPECT_EQ(tokens_.token("ks:fiks", soon()).error().kind(), ErrorKind::unavailable);
  EXPECT_TRUE(tokens_.token("ks:fiks", soon()));
}

}  // namespace
}  // namespace fangst::test

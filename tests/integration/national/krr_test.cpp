#include "national.hpp"

#include <future>
#include <set>

namespace fangst::test {
namespace {

using ports::KrrStatus;

class KrrSandbox : public NationalTest {
 protected:
  Result<ports::Kontaktopplysning> look_up(const std::string& number) {
    return registry_.look_up(model::PersonIdentifier(number), soon());
  }
  ports::Kontaktopplysning known(const std::string& row) {
    const auto answer = look_up(sandbox().person(row));
    EXPECT_TRUE(answer) << row << (answer ? "" : answer.error().private_detail());
    return answer.value_or(ports::Kontaktopplysning{});
  }
  static krr::Settings settings() {
    krr::Settings result;
    result.base_url = sandbox().base_url() + "/krr";
    result.realm = model::IdentityRealm::synthetic;
    return result;
  }
  krr::ContactRegistry registry_{settings(), http(), tokens_, clock_};
};

TEST_F(KrrSandbox, shows_every_row_of_the_decision_table) {
  EXPECT_TRUE(known("fresh_digipost").har_digital_postkasse);
  EXPECT_EQ(known("fresh_digipost").postkasseleverandoer, "984661185");
  EXPECT_EQ(known("fresh_eboks").postkasseleverandoer, "922020175");
  EXPECT_TRUE(known("fresh_digipost").kan_varsles);
  EXPECT_FALSE(known("fresh_no_mailbox").har_digital_postkasse);
  EXPECT_FALSE(known("fresh_empty_mailbox").har_digital_postkasse);
  EXPECT_FALSE(known("fresh_empty_certificate").har_digital_postkasse);
  EXPECT_TRUE(known("reserved").reservert);
  EXPECT_FALSE(known("expired_unfiltered").kan_varsles);
  EXPECT_EQ(known("deleted").status, KrrStatus::slettet);
  EXPECT_EQ(known("not_registered").status, KrrStatus::ikke_registrert);
  EXPECT_FALSE(known("mail_only").mobil_sist_bekreftet);
  EXPECT_FALSE(known("mobile_only").epost_sist_bekreftet);
  EXPECT_FALSE(known("no_contact_information").epost_sist_bekreftet);
  const auto both = known("only_mobile_fresh");
  ASSERT_TRUE(both.epost_sist_bekreftet && both.mobil_sist_bekreftet);
  EXPECT_LT(*both.epost_sist_bekreftet, *both.mobil_sist_bekreftet);
}

TEST_F(KrrSandbox, knows_nothing_of_a_valid_number_that_nobody_has) {
  EXPECT_EQ(look_up("20914695016")->status, KrrStatus::ikke_registrert);
}

TEST_F(KrrSandbox, is_asked_again_with_a_new_token_when_the_token_has_been_refused) {
  const auto person = sandbox().person("reserved");
  ASSERT_TRUE(look_up(person));
  const auto before = calls("maskinporten.token");
  sandbox().add_fault({{"service", "krr"}, {"action", "status"}, {"status", 401}});
  EXPECT_TRUE(look_up(person));
  EXPECT_EQ(calls("maskinporten.token"), before + 1);
}

TEST_F(KrrSandbox, makes_the_letter_wait_when_it_cannot_be_asked) {
  const auto person = sandbox().person("reserved");
  for (const Json& fault : {Json{{"action", "status"}, {"status", 502}, {"body", "html"}}, Json{{"action", "drop"}},
                            Json{{"action", "drop_after_accept"}}, Json{{"action", "garbage"}}}) {
    auto added = fault;
    added["service"] = "krr";
    sandbox().add_fault(added);
    const auto answer = look_up(person);
    ASSERT_FALSE(answer) << fault;
    EXPECT_EQ(answer.error().kind(), ErrorKind::unavailable) << fault;
    EXPECT_FALSE(answer.error().outcome_unknown()) << fault;
    EXPECT_TRUE(look_up(person));
  }
}

TEST_F(KrrSandbox, is_given_up_at_the_deadline) {
  sandbox().add_fault({{"service", "krr"}, {"action", "slow"}, {"milliseconds", 3000}});
  const auto answer = registry_.look_up(model::PersonIdentifier(sandbox().person("reserved")), in(100ms));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind(), ErrorKind::timeout);
}

TEST_F(KrrSandbox, serves_many_threads_with_few_calls_and_no_number_in_a_url) {
  const auto people = sandbox().control("GET", "/people").at("people");
  const auto before = calls("krr.lookup");
  std::vector<std::future<void>> asked;
  for (std::size_t t = 0; t < 16; ++t) {
    asked.push_back(std::async(std::launch::async, [&, t] {
      for (std::size_t i = 0; i < 25; ++i) {
        const auto& person = people[(t * 25 + i) % people.size()];
        if (!person.contains("fnr")) continue;
        const auto answer = look_up(person.at("fnr"));
        ASSERT_TRUE(answer) << answer.error().private_detail();
        EXPECT_EQ(answer->reservert, answer->status == KrrStatus::aktiv && person.value("reservert", false));
      }
    }));
  }
  for (auto& one : asked) one.get();
  EXPECT_LT(calls("krr.lookup") - before, 400);
  EXPECT_EQ(sandbox().log().at("identityNumbersInUrls"), 0);
}

}  // namespace
}  // namespace fangst::test

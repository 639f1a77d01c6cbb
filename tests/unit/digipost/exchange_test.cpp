#include <fangst/crypto/encoding.hpp>
#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

namespace fangst::digipost {
namespace {

using namespace std::chrono_literals;

/// What goes over the wire beside the message, and how long what came over it is used.
struct Exchange : testing::Test, support::SignedDigipost {
  const std::string id = kExternalId;
  std::size_t count_roots() const {
    std::size_t count = 0;
    for (const auto& call : http.calls()) count += call.request.url.ends_with("/digipost/") ? 1U : 0U;
    return count;
  }
};

TEST_F(Exchange, asks_for_version_8_in_every_call_and_for_a_body_only_where_there_is_one) {
  http.then(root()).then(delivery()).then(document_status("DELIVERED"));
  ASSERT_TRUE(send());
  ASSERT_TRUE(dispatcher().status(id, deadline));
  for (std::size_t call = 0; call < 3; ++call) {
    EXPECT_EQ(header(call, "Accept"), "application/vnd.digipost-v8+xml") << call;
    EXPECT_EQ(header(call, "X-Digipost-UserId"), "1001") << call;
    EXPECT_NE(header(call, "X-Digipost-Signature"), "") << call;
    EXPECT_EQ(header(call, "MIME-Version"), call == 1 ? "1.0" : "") << call;
    EXPECT_EQ(header(call, "Content-Type").empty(), call != 1) << call;
    EXPECT_EQ(http.calls()[call].request.method, call == 1 ? "POST" : "GET") << call;
    EXPECT_EQ(http.calls()[call].deadline, deadline) << call;
  }
}

TEST_F(Exchange, lies_below_the_base_url_with_and_without_its_last_slash) {
  for (const auto& [base, prefix] : {std::pair{"https://api.digipost.test", "https://api.digipost.test"},
                                     {"https://api.digipost.test/", "https://api.digipost.test"},
                                     {"https://api.digipost.test:8443/a/", "https://api.digipost.test:8443/a"},
                                     {"http://127.0.0.1:9/a/b", "http://127.0.0.1:9/a/b"}}) {
    SignedDigipost peer;
    peer.settings.base_url = base;
    peer.http.then(peer.root()).then(peer.document_status("DELIVERED"));
    ASSERT_TRUE(peer.dispatcher().status(id, peer.deadline)) << base;
    EXPECT_EQ(peer.http.calls()[0].request.url, std::string(prefix) + "/");
    EXPECT_EQ(peer.http.calls()[1].request.url, std::string(prefix) + "/documents/" + id + "/status");
  }
}

TEST_F(Exchange, keeps_the_root_for_an_hour_to_the_millisecond) {
  http.then(root()).then(delivery()).then(delivery()).then(root()).then(delivery());
  ASSERT_TRUE(send());
  clock.advance(1h - 1ms);
  ASSERT_TRUE(send());
  EXPECT_EQ(count_roots(), 1U);
  clock.advance(1ms);
  ASSERT_TRUE(send());
  EXPECT_EQ(count_roots(), 2U);
}

TEST_F(Exchange, does_not_keep_a_root_across_a_clock_that_went_back) {
  http.then(root()).then(delivery()).then(root()).then(delivery());
  ASSERT_TRUE(send());
  clock.set_wall(clock.now() - 1ms);
  ASSERT_TRUE(send());
  EXPECT_EQ(count_roots(), 2U);
}

TEST_F(Exchange, takes_answers_up_to_five_minutes_old_or_new) {
  http.then(root());
  for (const auto& [seconds, is_taken] :
       {std::pair{-301, false}, {-300, true}, {-299, true}, {299, true}, {300, true}, {301, false}}) {
    http.then([this, seconds = seconds](const auto& call) {
      clock.set_wall(clock.now() + std::chrono::seconds(seconds));
      auto response = delivery()(call);
      clock.set_wall(clock.now() - std::chrono::seconds(seconds));
      return response;
    });
    const auto receipt = send();
    EXPECT_EQ(receipt.has_value(), is_taken) << seconds;
    if (!receipt) {
      EXPECT_EQ(receipt.error().code(), "digipost.klokke") << seconds;
      EXPECT_EQ(receipt.error().kind(), ErrorKind::unavailable) << seconds;
      EXPECT_TRUE(receipt.error().outcome_unknown()) << seconds;
    }
  }
}

TEST_F(Exchange, believes_no_signed_answer_without_a_date) {
  http.then(root()).then([this](const auto&) -> Result<ports::HttpResponse> {
    ports::HttpResponse response{404, {}, {}};
    const auto signature = server_key().sign_sha256("404\n/digipost/documents/" + id + "/status\n");
    response.headers = {{"X-Digipost-Signature", crypto::base64(signature)}};
    return response;
  });
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code(), "digipost.klokke");
}

TEST_F(Exchange, of_a_question_signs_and_asks_once_more_when_the_date_grew_too_old) {
  http.then(root())
      .then(error(400, "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", "CLIENT_TECHNICAL"))
      .then(document_status("DELIVERED"));
  EXPECT_TRUE(dispatcher().status(id, deadline));
  EXPECT_TRUE(http.is_exhausted());
}

TEST_F(Exchange, of_a_question_whose_answer_cannot_be_trusted_leaves_no_outcome_to_look_up) {
  http.then(root()).then(404).then(root());
  EXPECT_FALSE(dispatcher().find(letter, deadline).error().outcome_unknown());
  http.then(answer(200, "<x/>"));
  EXPECT_FALSE(dispatcher().find(letter, deadline).error().outcome_unknown());
  http.then([this](const auto& call) {
    clock.set_wall(clock.now() + 1h);
    auto response = answer(404)(call);
    clock.set_wall(clock.now() - 1h);
    return response;
  });
  const auto late = dispatcher().find(letter, deadline);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), "digipost.klokke");
  EXPECT_FALSE(late.error().outcome_unknown());
}

TEST_F(Exchange, does_not_begin_with_settings_that_cannot_work) {
  const std::vector<std::function<void(DigipostSettings&)>> faults = {
      [](auto& s) { s.base_url = "http://api.digipost.test"; },
      [](auto& s) { s.base_url = "https://api.digipost.test/?a=b"; },
      [](auto& s) { s.base_url = "https://bruker:passord@api.digipost.test"; },
      [](auto& s) { s.base_url = ""; },
      [](auto& s) { s.broker_id = 0; },
      [](auto& s) { s.broker_id = -1; },
      [](auto& s) { s.sender_id = 0; },
      [](auto& s) { s.sender_id = -1; },
      [](auto& s) { s.private_key_pem.clear(); },
      [](auto& s) { s.private_key_pem = "x"; },
      [](auto& s) { s.authentication_level.clear(); },
      [](auto& s) { s.authentication_level = "LEVEL_4"; },
      [](auto& s) { s.authentication_level = "two_factor"; }};
  for (std::size_t i = 0; i < faults.size(); ++i) {
    auto faulty = settings;
    faults[i](faulty);
    EXPECT_THROW(DigipostDispatcher(faulty, http, documents, clock), std::invalid_argument) << i;
  }
  EXPECT_NO_THROW(DigipostDispatcher(settings, http, documents, clock));
  auto least = settings;
  least.broker_id = least.sender_id = 1;
  EXPECT_NO_THROW(DigipostDispatcher(least, http, documents, clock)) << "one account may be both";
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(Exchange, is_for_a_mailbox_at_digipost_and_for_paper_that_a_person_asks_for) {
  const auto channels = dispatcher().channels();
  ASSERT_EQ(channels.size(), 2U);
  EXPECT_EQ(channels[0].name.str(), "digipost");
  EXPECT_FALSE(channels[0].is_paper);
  EXPECT_EQ(channels[0].chosen_for, std::vector{policy::Way::mailbox});
  EXPECT_EQ(channels[0].mailbox_providers, std::vector<std::string>{"984661185"});
  EXPECT_EQ(channels[1].name.str(), "digipost_print");
  EXPECT_TRUE(channels[1].is_paper);
  EXPECT_TRUE(channels[1].chosen_for.empty());
  EXPECT_TRUE(channels[1].mailbox_providers.empty());
}

}  // namespace
}  // namespace fangst::digipost

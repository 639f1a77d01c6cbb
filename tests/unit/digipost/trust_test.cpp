#include <fangst/crypto/encoding.hpp>
#include <fangst/digipost/signing.hpp>
#include <fangst/support/signed_digipost.hpp>
#include <fangst/text/http_date.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

struct DigipostTrust : testing::Test, support::SignedDigipost {
  /// The answer with something done to it on the way.
  Answer changed(const Answer& original, const std::function<void(ports::HttpResponse&)>& change) {
    return [original, change](const auto& call) {
      auto response = original(call);
      change(*response);
      return response;
    };
  }
  void set(ports::HttpResponse& response, const std::string& name, const std::string& value) {
    std::erase_if(response.headers, [&](const auto& header) { return header.first == name; });
    if (!value.empty()) response.headers.emplace_back(name, value);
  }
  Error error_after(const Answer& answered, bool asks_for_the_key_again) {
    http.then(root()).then(answered);
    if (asks_for_the_key_again) http.then(root());
    const auto receipt = send();
    if (receipt) throw std::runtime_error("trusted");
    EXPECT_TRUE(http.is_exhausted());
    return receipt.error();
  }
};

TEST_F(DigipostTrust, believes_no_receipt_without_a_signature) {
  const auto error = error_after(changed(delivery(), [this](auto& r) { set(r, "X-Digipost-Signature", ""); }), true);
  EXPECT_EQ(error.kind(), ErrorKind::unavailable);
  EXPECT_EQ(error.code(), "digipost.ugyldig_signatur");
  EXPECT_TRUE(error.outcome_unknown());
}

TEST_F(DigipostTrust, believes_no_signature_by_another_key) {
  EXPECT_EQ(error_after(answer_signed_by(next_server_key(), 200, "<x/>"), true).code(), "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, believes_no_changed_body) {
  EXPECT_EQ(error_after(changed(delivery(), [](auto& r) { r.body += " "; }), false).code(),
            "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, believes_no_body_whose_hash_is_missing) {
  EXPECT_EQ(error_after(changed(delivery(), [this](auto& r) { set(r, "X-Content-SHA256", ""); }), false).code(),
            "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, believes_no_changed_status) {
  EXPECT_EQ(error_after(changed(error(404, "UNKNOWN_RECIPIENT", "CLIENT_DATA"), [](auto& r) { r.status = 400; }), true)
                .code(),
            "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, believes_no_changed_date) {
  EXPECT_EQ(
      error_after(changed(delivery(),
                          [this](auto& r) { set(r, "Date", text::http_date(clock.now() + std::chrono::seconds(1))); }),
                  true)
          .code(),
      "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, believes_no_answer_that_was_given_to_another_request) {
  const auto other = [this](const support::ScriptedHttpClient::Call&) {
    return delivery()({{"GET", "https://api.digipost.test/digipost/other", {}, {}, nullptr}, {}});
  };
  EXPECT_EQ(error_after(other, true).code(), "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, does_not_park_a_letter_on_an_unsigned_refusal) {
  const auto error = error_after(
      [](const auto&) -> Result<ports::HttpResponse> {
        return ports::HttpResponse{403, {}, "<html>proxy</html>"};
      },
      false);
  EXPECT_EQ(error.kind(), ErrorKind::unavailable);
  EXPECT_TRUE(error.outcome_unknown());
}

TEST_F(DigipostTrust, follows_digipost_to_a_new_key) {
  const std::string links =
      R"(<link rel="relations/CREATE_MESSAGE" uri="https://api.digipost.test/digipost/messages"/>)";
  const auto with_new_key = [this](const auto& call) {
    const auto original = delivery()(call);
    return answer_signed_by(next_server_key(), 200, original->body)(call);
  };
  http.then(root()).then(with_new_key).then(root_with(next_server_key(), links));
  ASSERT_TRUE(send());
  http.then(with_new_key);
  ASSERT_TRUE(send());
  EXPECT_EQ(http.calls().back().request.url, "https://api.digipost.test/digipost/messages");
}

TEST_F(DigipostTrust, never_concludes_from_an_unsigned_404_that_a_letter_was_not_sent) {
  http.then(root()).then(404).then(root());
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code(), "digipost.ugyldig_signatur");
}

TEST_F(DigipostTrust, reads_no_answer_with_a_doctype) {
  http.then(root()).then(answer(
      200,
      R"(<!DOCTYPE message-delivery [<!ENTITY x "y">]><message-delivery xmlns="http://api.digipost.no/schema/v8"><status>&x;</status></message-delivery>)"));
  EXPECT_EQ(send().error().code(), "digipost.ugyldig_svar");
}

}  // namespace
}  // namespace fangst::digipost

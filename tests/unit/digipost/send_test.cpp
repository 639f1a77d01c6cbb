#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/digipost/signing.hpp>
#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

struct DigipostSend : testing::Test, support::SignedDigipost {};

TEST_F(DigipostSend, gives_a_receipt_that_names_the_primary_document) {
  http.then(root()).then(delivery("DELIVERED_TO_PRINT"));
  const auto receipt = send();
  ASSERT_TRUE(receipt) << receipt.error().private_detail();
  EXPECT_EQ(receipt->external_id, kExternalId);
  EXPECT_EQ(receipt->dependency_status, "DELIVERED_TO_PRINT");
  EXPECT_FALSE(receipt->already_sent);
}

TEST_F(DigipostSend, sends_message_and_files_in_one_signed_request) {
  const std::string attachment = "%PDF-1.4 vedlegg \r\n--\r\n";
  letter.dokumenter.push_back({"", "Klageskjema", "klage.pdf", "application/pdf", documents.put(attachment), 0});
  http.then(root()).then(delivery());
  ASSERT_TRUE(send());

  const auto& call = http.calls().at(1);
  EXPECT_EQ(call.request.method, "POST");
  // The path of the link, at the host of the settings.
  EXPECT_EQ(call.request.url, "https://api.digipost.test/Digipost/messages");
  EXPECT_EQ(header(1, "X-Digipost-UserId"), "1001");
  EXPECT_EQ(header(1, "Date"), "Sat, 21 Nov 2026 11:00:00 GMT");
  EXPECT_EQ(header(1, "Content-Type").rfind("multipart/vnd.digipost-v8+xml; boundary=", 0), 0U);
  const auto digest = crypto::sha256(call.body);
  EXPECT_EQ(header(1, "X-Content-SHA256"),
            crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()}));
  const auto signature = crypto::base64_decode(header(1, "X-Digipost-Signature"));
  const auto key = crypto::RsaPublicKey::from_pem(client_key().public_pem());
  ASSERT_TRUE(signature && key);
  EXPECT_TRUE(
      key->verify_sha256(canonical_request("POST", "/Digipost/messages", call.request.headers, ""), *signature));

  const auto parts = sent_parts(1);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].content_type, "application/vnd.digipost-v8+xml");
  EXPECT_EQ(parts[0].disposition, "attachment; filename=\"message\"");
  EXPECT_EQ(parts[1].disposition, "attachment; filename=\"9f6a1b1e-3c1f-5d0a-9a52-0f4b9f1c2d11\"");
  EXPECT_EQ(parts[1].body, "%PDF-1.7 vedtaket");
  EXPECT_EQ(parts[2].body, attachment);
  const auto message = sent_message();
  EXPECT_EQ(parts[2].disposition,
            "attachment; filename=\"" + std::string(message.root().text_at(kNs, "attachment/uuid")) + "\"");
}

TEST_F(DigipostSend, sends_the_same_bytes_when_it_sends_again) {
  http.then(root())
      .then(Error(ErrorKind::unavailable, "http.brutt", "http", PublicText{"x"}).with_unknown_outcome())
      .then(delivery());
  EXPECT_FALSE(send());
  clock.advance(std::chrono::minutes(10));
  ASSERT_TRUE(send());
  EXPECT_EQ(http.calls().at(1).body, http.calls().at(2).body);
}

TEST_F(DigipostSend, sends_nothing_when_a_stored_document_is_damaged) {
  documents.damage(letter.dokumenter[0].sha256);
  const auto receipt = send();
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::corrupt);
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(DigipostSend, passes_on_whether_a_broken_call_may_have_arrived) {
  http.then(root())
      .then(Error(ErrorKind::timeout, "http.tidsavbrudd", "http", PublicText{"x"}).with_unknown_outcome())
      .then(Error(ErrorKind::unavailable, "http.ingen_forbindelse", "http", PublicText{"x"}));
  const auto late = send();
  EXPECT_EQ(late.error().kind(), ErrorKind::timeout);
  EXPECT_TRUE(late.error().outcome_unknown());
  const auto refused = send();
  EXPECT_EQ(refused.error().kind(), ErrorKind::unavailable);
  EXPECT_FALSE(refused.error().outcome_unknown());
}

TEST_F(DigipostSend, signs_and_sends_once_more_when_the_date_grew_too_old) {
  const auto stale = [this](const auto& call) {
    auto answered = error(400, "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", "CLIENT_TECHNICAL")(call);
    clock.advance(std::chrono::seconds(30));
    return answered;
  };
  http.then(root()).then(stale).then(delivery());
  ASSERT_TRUE(send());
  EXPECT_EQ(header(2, "Date"), "Sat, 21 Nov 2026 11:00:30 GMT");
  EXPECT_NE(header(1, "X-Digipost-Signature"), header(2, "X-Digipost-Signature"));

  http.then(stale).then(stale);
  const auto receipt = send();
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().code(), "digipost.klokke");
  EXPECT_EQ(receipt.error().kind(), ErrorKind::unavailable);
  EXPECT_FALSE(receipt.error().outcome_unknown());
  EXPECT_TRUE(http.is_exhausted());
}

TEST_F(DigipostSend, shows_both_signed_strings_when_digipost_finds_the_signature_bad) {
  http.then(root()).then(error(403, "INVALID_SIGNATURE", "CLIENT_TECHNICAL", "===START=== POST ===SLUTT==="));
  const auto detail = send().error().private_detail();
  EXPECT_NE(detail.find("===START==="), std::string::npos);
  EXPECT_NE(detail.find("ours: POST\n/digipost/messages\ndate: "), std::string::npos) << detail;
}

TEST_F(DigipostSend, keeps_what_the_peer_wrote_out_of_the_public_text_and_masks_it_in_the_detail) {
  http.then(root()).then(error(400, "VALIDATION_FAILED", "CLIENT_DATA", "Kari 06868710045 " + std::string(5'000, 'x')));
  const auto receipt = send();
  EXPECT_EQ(receipt.error().public_text().find("Kari"), std::string::npos);
  EXPECT_EQ(receipt.error().private_detail().find("06868710045"), std::string::npos);
  EXPECT_LE(receipt.error().private_detail().size(), 1'000U);
}

TEST_F(DigipostSend, looks_up_the_outcome_when_a_good_answer_is_about_something_else) {
  http.then(root()).then(answer(200, "<x/>")).then(answer(200)).then(delivery());
  for (int i = 0; i < 2; ++i) {
    const auto receipt = send();
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code(), "digipost.ugyldig_svar");
    EXPECT_TRUE(receipt.error().outcome_unknown());
  }
  letter.key = model::LetterId("11111111-d9cb-569f-a165-70867728950e");
  EXPECT_FALSE(send());
}

}  // namespace
}  // namespace fangst::digipost

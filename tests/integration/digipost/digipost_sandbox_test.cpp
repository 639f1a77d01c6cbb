#include <fangst/crypto/random.hpp>
#include <fangst/crypto/rsa.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/sandbox_process.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace fangst::digipost {
namespace {

using namespace std::chrono_literals;

constexpr const char* kHasDigipost = "06868710045";
constexpr const char* kHasNone = "06868710126";

struct DigipostSandbox : testing::Test {
  static void SetUpTestSuite() {
    sandbox = std::make_unique<support::SandboxProcess>();
    sandbox->put("/sandbox/people", std::string(R"({"people":[{"fnr":")") + kHasDigipost +
                                        R"(","mailbox":"digipost"},{"fnr":")" + kHasNone + R"("}]})");
  }
  static void TearDownTestSuite() { sandbox.reset(); }

  DigipostSandbox() {
    settings.base_url = sandbox->url("/digipost");
    settings.broker_id = std::stoll(sandbox->value("/digipost/brokerId"));
    settings.sender_id = std::stoll(sandbox->value("/digipost/senderId"));
    settings.private_key_pem = sandbox->file("digipost-client.key.pem");
    settings.sender_name = "Testby kommune";
    settings.return_address = model::Adresse{"Rådhusgata 1", "", "", "0037", "Oslo", ""};

    letter.key = model::LetterId(crypto::uuid_v4());
    letter.tittel = "Vedtak om hjemmetjenester & støtte";
    letter.mottaker.navn = "Kari Nordmann";
    letter.mottaker.personidentifikator = model::PersonIdentifier(kHasDigipost);
    add_document("vedtak.pdf", "%PDF-1.7\n" + letter.key.str() + "\n%%EOF\n");
  }
  ~DigipostSandbox() override { sandbox->clear_faults(); }

  void add_document(const std::string& name, std::string bytes) {
    const auto size = bytes.size();
    letter.dokumenter.push_back({"", "Vedtak", name, "application/pdf", documents.put(std::move(bytes)), size});
  }
  model::Deadline deadline() const { return std::chrono::steady_clock::now() + 30s; }
  Result<ports::DispatchReceipt> send() { return dispatcher().send(letter, deadline()); }
  DigipostDispatcher& dispatcher() {
    if (!made) made = std::make_unique<DigipostDispatcher>(settings, sandbox->http(), documents, clock);
    return *made;
  }
  void fault(const std::string& operation, const std::string& action) {
    sandbox->post("/sandbox/faults", R"({"service":"digipost","operation":")" + operation + R"(","action":")" + action +
                                         R"(","times":1})");
  }
  /// How often the sandbox took on a letter with this test's key.
  std::size_t count_letters() {
    const auto letters = sandbox->log("/letters");
    std::size_t count = 0;
    for (auto at = letters.find(letter.key.str()); at != std::string::npos; at = letters.find(letter.key.str(), at + 1))
      ++count;
    return count;
  }

  static std::unique_ptr<support::SandboxProcess> sandbox;
  ports::SystemClock clock;
  support::MemoryDocumentStore documents;
  DigipostSettings settings;
  ports::OutgoingLetter letter;
  std::unique_ptr<DigipostDispatcher> made;
};
std::unique_ptr<support::SandboxProcess> DigipostSandbox::sandbox;

TEST_F(DigipostSandbox, delivers_a_letter_digitally_byte_for_byte) {
  add_document("vedlegg.pdf", "%PDF-1.4\n" + letter.key.str() + std::string(3'000'000, 'x') + "\n%%EOF\n");
  const auto receipt = send();
  ASSERT_TRUE(receipt) << receipt.error().code() << " " << receipt.error().private_detail();
  EXPECT_EQ(receipt->dependency_status, "DELIVERED");
  EXPECT_EQ(count_letters(), 1U);
  const auto log = sandbox->log("/letters");
  for (const auto& document : letter.dokumenter) EXPECT_NE(log.find(document.sha256.hex()), std::string::npos);

  const auto status = dispatcher().status(receipt->external_id, deadline());
  ASSERT_TRUE(status) << status.error().code() << " " << status.error().private_detail();
  EXPECT_EQ(status->progress, ports::LetterProgress::delivered);
}

TEST_F(DigipostSandbox, prints_for_one_without_digipost_when_the_address_is_known) {
  letter.mottaker.personidentifikator = model::PersonIdentifier(kHasNone);
  letter.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "Oslo", "NO"};
  const auto receipt = send();
  ASSERT_TRUE(receipt) << receipt.error().code() << " " << receipt.error().private_detail();
  EXPECT_EQ(receipt->dependency_status, "DELIVERED_TO_PRINT");
}

TEST_F(DigipostSandbox, refuses_one_without_digipost_and_address) {
  letter.mottaker.personidentifikator = model::PersonIdentifier(kHasNone);
  const auto receipt = send();
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::rejected_by_dependency);
  EXPECT_EQ(receipt.error().code(), "digipost.unknown_recipient");
  EXPECT_EQ(count_letters(), 0U);
}

TEST_F(DigipostSandbox, sends_straight_to_print) {
  letter.is_paper = true;
  letter.mottaker.adresse = model::Adresse{"Vasagatan 1", "", "", "111 20", "Stockholm", "SE"};
  const auto receipt = send();
  ASSERT_TRUE(receipt) << receipt.error().code() << " " << receipt.error().private_detail();
  EXPECT_EQ(receipt->dependency_status, "DELIVERED_TO_PRINT");
}

TEST_F(DigipostSandbox, sends_once_however_often_it_is_asked) {
  ASSERT_TRUE(send());
  for (int i = 0; i < 3; ++i) {
    const auto again = send();
    ASSERT_TRUE(again) << again.error().code();
    EXPECT_TRUE(again->already_sent);
  }
  EXPECT_EQ(count_letters(), 1U);
}

TEST_F(DigipostSandbox, finds_the_letter_whose_answer_was_lost) {
  fault("send", "drop_after_accept");
  const auto lost = send();
  ASSERT_FALSE(lost);
  EXPECT_TRUE(lost.error().outcome_unknown()) << lost.error().code();
  const auto found = dispatcher().find(letter, deadline());
  ASSERT_TRUE(found && *found);
  EXPECT_TRUE((*found)->already_sent);
  EXPECT_EQ(count_letters(), 1U);
}

TEST_F(DigipostSandbox, finds_nothing_when_the_request_was_lost_and_then_sends) {
  fault("send", "drop");
  const auto lost = send();
  ASSERT_FALSE(lost);
  EXPECT_TRUE(lost.error().outcome_unknown()) << lost.error().code();
  const auto found = dispatcher().find(letter, deadline());
  ASSERT_TRUE(found) << found.error().code() << " " << found.error().private_detail();
  EXPECT_FALSE(*found);
  EXPECT_TRUE(send());
  EXPECT_EQ(count_letters(), 1U);
}

TEST_F(DigipostSandbox, does_not_believe_a_receipt_with_a_foreign_signature) {
  fault("send", "bad_signature");
  const auto doubted = send();
  ASSERT_FALSE(doubted);
  EXPECT_EQ(doubted.error().code(), "digipost.ugyldig_signatur");
  EXPECT_TRUE(doubted.error().outcome_unknown());
  const auto found = dispatcher().find(letter, deadline());
  ASSERT_TRUE(found && *found);
}

TEST_F(DigipostSandbox, follows_a_change_of_digiposts_key) {
  ASSERT_TRUE(send());
  sandbox->post("/sandbox/digipost/rollover", "");
  const auto found = dispatcher().find(letter, deadline());
  ASSERT_TRUE(found) << found.error().code();
  EXPECT_TRUE(*found);
}

TEST_F(DigipostSandbox, is_stopped_by_a_key_that_digipost_does_not_know) {
  settings.private_key_pem = crypto::RsaKey::generate().private_pem();
  const auto receipt = send();
  ASSERT_FALSE(receipt);
  EXPECT_TRUE(receipt.error().kind() == ErrorKind::rejected_by_dependency ||
              receipt.error().kind() == ErrorKind::forbidden)
      << receipt.error().code();
  EXPECT_FALSE(receipt.error().outcome_unknown());
}

TEST_F(DigipostSandbox, carries_letters_from_many_threads_at_once) {
  std::vector<std::thread> threads;
  std::atomic<int> delivered = 0;
  std::vector<ports::OutgoingLetter> letters(16, letter);
  for (auto& each : letters) each.key = model::LetterId(crypto::uuid_v4());
  dispatcher();
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < letters.size(); i += 4) {
        if (dispatcher().send(letters[i], deadline())) ++delivered;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(delivered, 16);
}

TEST_F(DigipostSandbox, never_writes_an_identity_number_in_a_url) {
  ASSERT_TRUE(send());
  EXPECT_EQ(sandbox->log("/identityNumbersInUrls"), "0");
}

}  // namespace
}  // namespace fangst::digipost

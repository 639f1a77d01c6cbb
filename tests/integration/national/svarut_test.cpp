#include "national.hpp"

#include <fangst/crypto/random.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/svarut/dispatcher.hpp>

#include <future>

namespace fangst::test {
namespace {

using ports::LetterProgress;

class SvarUtSandbox : public NationalTest {
 protected:
  static svarut::Settings settings() {
    const auto& given = sandbox().description().at("svarut");
    svarut::Settings result;
    result.base_url = sandbox().base_url() + "/svarut";
    result.konto_id = given.at("kontoId");
    result.integrasjon_id = given.at("integrasjonId");
    result.integrasjon_passord = given.at("integrasjonPassord");
    result.organisasjonsnummer = "974760673";
    return result;
  }

  /// No two letters of these tests have the same content: SvarUt would refuse the second.
  ports::OutgoingLetter letter(const std::string& row = "fresh_no_mailbox", bool is_paper = false) {
    ports::OutgoingLetter result;
    result.key = model::LetterId(crypto::uuid_v4());
    result.is_paper = is_paper;
    result.tittel = "Vedtak " + result.key.str();
    result.mottaker.navn = "Ola Nordmann";
    result.mottaker.personidentifikator = model::PersonIdentifier(sandbox().person(row));
    result.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "Oslo", ""};
    result.retur = model::Adresse{"Rådhusplassen 1", "", "", "0037", "Oslo", ""};
    result.avsender_navn = "Eksempel kommune";
    result.dokumenter = {document("vedtak.pdf", "hoved"), document("Vedtak.PDF", "vedlegg")};
    return result;
  }
  ports::LetterDocument document(const std::string& filnavn, const std::string& text) {
    const auto bytes = "%PDF-1.7\n" + text + "\n%%EOF\n";
    return {"", "Tittel", filnavn, "application/pdf", documents_.put(bytes), bytes.size()};
  }

  static Json logged(const ports::OutgoingLetter& letter) {
    const auto log = sandbox().log();
    for (const auto& entry : log.at("letters")) {
      if (entry.at("key") == letter.key.str()) return entry;
    }
    return {};
  }
  static int count(const ports::OutgoingLetter& letter) { return logged(letter).value("count", 0); }
  static void fail_send(const ports::OutgoingLetter& letter, Json fault) {
    fault["service"] = "svarut";
    fault["operation"] = "send";
    fault["match"] = letter.key.str();
    sandbox().add_fault(fault);
  }
  std::string end_of(const ports::OutgoingLetter& letter) {
    const auto receipt = dispatcher_.send(letter, soon());
    EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().private_detail());
    if (!receipt) return "";
    const auto status = dispatcher_.status(receipt->external_id, soon());
    return status ? status->dependency_status : status.error().code();
  }
  /// After an unclear outcome: what the look-up finds is what was sent, and nothing is sent again.
  void expect_adopted(const ports::OutgoingLetter& letter) {
    const auto found = dispatcher_.find(letter, soon());
    ASSERT_TRUE(found) << found.error().private_detail();
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->external_id, logged(letter).at("externalId"));
    EXPECT_EQ(count(letter), 1);
  }

  support::MemoryDocumentStore documents_;
  svarut::Dispatcher dispatcher_{settings(), http(), tokens_, documents_, clock_};
};

TEST_F(SvarUtSandbox, takes_a_letter_with_the_very_bytes_that_are_stored) {
  const auto given = letter();
  const auto receipt = dispatcher_.send(given, soon());
  ASSERT_TRUE(receipt) << receipt.error().private_detail();
  const auto entry = logged(given);
  EXPECT_EQ(entry.at("externalId"), receipt->external_id);
  EXPECT_EQ(entry.at("documents"), Json::array({given.dokumenter[0].sha256.hex(), given.dokumenter[1].sha256.hex()}));
  EXPECT_EQ(sandbox().log().at("identityNumbersInUrls"), 0);
}

TEST_F(SvarUtSandbox, leads_each_kind_of_recipient_to_its_end) {
  EXPECT_EQ(end_of(letter("fresh_no_mailbox")), "LEST");
  EXPECT_EQ(end_of(letter("fresh_digipost")), "LEVERT_SDP");
  EXPECT_EQ(end_of(letter("reserved")), "PRINTET");
  EXPECT_EQ(end_of(letter("reserved", true)), "PRINTET");
  auto organisation = letter();
  organisation.mottaker.personidentifikator = {};
  organisation.mottaker.organisasjonsnummer = "991825827";
  EXPECT_EQ(end_of(organisation), "LEST");
  auto without_address = letter("reserved");
  without_address.mottaker.adresse.reset();
  EXPECT_EQ(end_of(without_address), "AVVIST");
}

TEST_F(SvarUtSandbox, has_one_letter_although_its_answer_was_lost) {
  for (int i = 0; i < 3; ++i) {  // the first over a new connection, the others over a kept one
    const auto given = letter();
    fail_send(given, {{"action", "drop_after_accept"}});
    const auto lost = dispatcher_.send(given, soon());
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind(), ErrorKind::unavailable);
    ASSERT_TRUE(lost.error().outcome_unknown());
    expect_adopted(given);
  }
}

TEST_F(SvarUtSandbox, has_one_letter_although_its_answer_was_an_outage) {
  const auto given = letter();
  fail_send(given, {{"action", "status"}, {"status", 503}, {"accept", true}});
  ASSERT_TRUE(dispatcher_.send(given, soon()).error().outcome_unknown());
  expect_adopted(given);
}

TEST_F(SvarUtSandbox, has_one_letter_although_its_answer_came_too_late) {
  const auto given = letter();
  fail_send(given, {{"action", "slow"}, {"milliseconds", 2000}});
  const auto late = dispatcher_.send(given, in(200ms));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind(), ErrorKind::timeout);
  ASSERT_TRUE(late.error().outcome_unknown());
  expect_adopted(given);
}

TEST_F(SvarUtSandbox, is_sent_again_when_the_look_up_finds_nothing) {
  for (const Json& fault :
       {Json{{"action", "drop"}}, Json{{"action", "status"}, {"status", 502}}, Json{{"action", "garbage"}}}) {
    const auto given = letter();
    fail_send(given, fault);
    ASSERT_TRUE(dispatcher_.send(given, soon()).error().outcome_unknown()) << fault;
    const auto found = dispatcher_.find(given, soon());
    ASSERT_TRUE(found);
    EXPECT_FALSE(*found);
    EXPECT_TRUE(dispatcher_.send(given, soon()));
    EXPECT_EQ(count(given), 1) << fault;
  }
}

TEST_F(SvarUtSandbox, takes_already_sent_for_a_receipt) {
  const auto given = letter();
  fail_send(given, {{"action", "duplicate"}});
  const auto receipt = dispatcher_.send(given, soon());
  ASSERT_TRUE(receipt) << receipt.error().private_detail();
  EXPECT_TRUE(receipt->already_sent);
  EXPECT_EQ(receipt->external_id, logged(given).at("externalId"));
  EXPECT_EQ(count(given), 1);
}

TEST_F(SvarUtSandbox, gives_a_blind_second_send_the_receipt_of_the_first) {
  const auto given = letter();
  const auto first = dispatcher_.send(given, soon());
  const auto second = dispatcher_.send(given, soon());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->external_id, second->external_id);
  EXPECT_TRUE(second->already_sent);
}

TEST_F(SvarUtSandbox, leaves_the_same_letter_under_another_key_to_a_person) {
  auto given = letter();
  ASSERT_TRUE(dispatcher_.send(given, soon()));
  given.key = model::LetterId(crypto::uuid_v4());
  const auto repeat = dispatcher_.send(given, soon());
  ASSERT_FALSE(repeat);
  EXPECT_EQ(repeat.error().code(), "svarut.gjentagende_forsendelse");
  EXPECT_EQ(repeat.error().kind(), ErrorKind::rejected_by_dependency);
}

TEST_F(SvarUtSandbox, is_asked_again_with_a_new_token_after_401) {
  const auto given = letter();
  fail_send(given, {{"action", "status"}, {"status", 401}});
  EXPECT_TRUE(dispatcher_.send(given, soon()));
  EXPECT_EQ(count(given), 1);
}

TEST_F(SvarUtSandbox, says_forbidden_for_wrong_credentials) {
  auto wrong = settings();
  wrong.integrasjon_passord = "feil";
  svarut::Dispatcher dispatcher(wrong, http(), tokens_, documents_, clock_);
  const auto refused = dispatcher.send(letter(), soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::forbidden);
  EXPECT_FALSE(refused.error().outcome_unknown());
}

TEST_F(SvarUtSandbox, ends_refused_letters_as_refused) {
  for (const char* status : {"AVVIST", "IKKE_LEVERT", "FEILET_UNDER_MOTTAK"}) {
    const auto given = letter();
    fail_send(given, {{"action", "end_status"}, {"code", status}});
    const auto receipt = dispatcher_.send(given, soon());
    ASSERT_TRUE(receipt);
    const auto answer = dispatcher_.status(receipt->external_id, soon());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->progress, LetterProgress::refused) << status;
    EXPECT_TRUE(answer->changed_at);
  }
}

TEST_F(SvarUtSandbox, has_each_letter_once_when_many_are_sent_under_faults) {
  sandbox().add_fault({{"service", "svarut"}, {"operation", "send"}, {"action", "drop_after_accept"}, {"times", 10}});
  sandbox().add_fault({{"service", "svarut"}, {"operation", "send"}, {"action", "drop"}, {"times", 10}});
  sandbox().add_fault({{"service", "svarut"}, {"operation", "find"}, {"action", "status"}, {"times", 5}});
  std::vector<std::future<ports::OutgoingLetter>> sent;
  for (int t = 0; t < 8; ++t) {
    auto given = letter();
    sent.push_back(std::async(std::launch::async, [this, given] {
      bool is_unknown = false;
      for (int tries = 0; tries < 50; ++tries) {
        if (is_unknown) {
          const auto found = dispatcher_.find(given, soon());
          if (!found) continue;
          if (*found) return given;
          is_unknown = false;
        }
        const auto receipt = dispatcher_.send(given, soon());
        if (receipt) return given;
        is_unknown = receipt.error().outcome_unknown();
      }
      ADD_FAILURE() << "not sent after 50 tries";
      return given;
    }));
  }
  for (auto& one : sent) EXPECT_EQ(count(one.get()), 1);
}

}  // namespace
}  // namespace fangst::test

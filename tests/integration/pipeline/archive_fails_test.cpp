#include "plant.hpp"

#include <fangst/support/messaging_archive.hpp>
#include <fangst/support/stepping_archive.hpp>

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::RemoteCore;
using support::Trouble;
using ::testing::SizeIs;

constexpr Trouble kTroubles[] = {Trouble::timeout_after_effect,
                                 Trouble::timeout_before_effect,
                                 Trouble::timeout_amid_effect,
                                 Trouble::timeout_then_effect,
                                 Trouble::unavailable,
                                 Trouble::rejected,
                                 Trouble::internal,
                                 Trouble::exception,
                                 Trouble::exception_after_effect,
                                 Trouble::crash_before_effect,
                                 Trouble::crash_amid_effect,
                                 Trouble::crash_after_effect};

/// How the plant reaches the core.
enum class Client { stepping, messaging, messaging_in_swapped_order };

/// Every call to a core that makes what it is asked to make, also twice, fails in turn in every way: and all ends with
/// one saksmappe for each case, one journalpost for each submission, each document once (invariants 2 and 3).
class ArchiveFails : public PlantTest {
 protected:
  void SetUp() override {
    PlantTest::SetUp();
    if (!plant) return;
    core.emplace(plant->outside, *plant->database.clock);
    stepping.emplace(*core);
    messaging.emplace(*core, *plant->database.clock);
    plant->outside.on_crash([this] { plant->lose_running_step(); });
  }

  void connect(Client client) {
    plant->stop();
    plant->other_archive = client == Client::stepping ? static_cast<ports::Archive*>(&*stepping) : &*messaging;
    core->swaps_order = client == Client::messaging_in_swapped_order;
    plant->start();
  }

  /// Two submissions of one case that come together; or one with a letter.
  std::vector<model::SubmissionId> accept(bool ekspeder) {
    const auto number = std::to_string(++number_);
    const std::string type = ekspeder ? "vedtak" : "notat";
    std::vector<model::SubmissionId> ids;
    for (const auto* letter : {"a", "b"}) {
      if (ekspeder && !ids.empty()) break;
      ids.push_back(plant->accept({.key = "K-" + number + letter,
                                   .case_key = "S-" + number,
                                   .type = type,
                                   .ekspeder = ekspeder,
                                   .vedlegg = 2}));
    }
    return ids;
  }

  /// An operator retries whatever has been parked.
  void run_and_mend(const std::vector<model::SubmissionId>& ids) {
    for (int i = 0; i < 3; ++i) {
      plant->run_to_end();
      for (const auto& id : ids) {
        if (plant->load(id).submission.state == SubmissionState::parked) plant->retry(id);
      }
    }
  }

  struct Calls {
    int before_letters = 0, all = 0;  ///< To the core.
  };
  Calls calls_when_all_is_well(bool ekspeder) {
    const auto before = static_cast<std::ptrdiff_t>(plant->outside.calls().size());
    const auto ids = accept(ekspeder);
    plant->run_to_end();
    expect_once(ids, ekspeder, "when all is well");
    const auto calls = plant->outside.calls();
    const auto begin = calls.begin() + before;
    const auto letters =
        ekspeder ? std::find_if(begin, calls.end(), [](const auto& call) { return call.starts_with("krr."); }) : begin;
    const auto is_to_core = [](const std::string& call) { return call.starts_with("kjerne."); };
    return {static_cast<int>(std::count_if(begin, letters, is_to_core)),
            static_cast<int>(std::count_if(begin, calls.end(), is_to_core))};
  }

  void expect_once(const std::vector<model::SubmissionId>& ids, bool ekspeder, const std::string& what) {
    const auto case_key = plant->load(ids.at(0)).submission.case_key.str();
    const auto mapper = core->saksmapper();
    EXPECT_EQ(std::count_if(mapper.begin(), mapper.end(), [&](const auto& mappe) { return mappe.key == case_key; }), 1)
        << what << ": saksmapper";
    for (const auto& id : ids) expect_captured_once(plant->load(id), ekspeder, what);
  }

  void expect_captured_once(const store::StoredSubmission& stored, bool ekspeder, const std::string& what) {
    const auto& content = stored.submission.content;
    EXPECT_EQ(stored.submission.state, SubmissionState::finished) << what << ": " << stored.error_code;
    std::vector<RemoteCore::Journalpost> posts;
    for (const auto& post : core->journalposter()) {
      if (post.key == content.external_key.str()) posts.push_back(post);
    }
    ASSERT_THAT(posts, SizeIs(1)) << what;
    std::vector<std::string> hashes;
    for (const auto& document : content.dokumenter) hashes.push_back(document.sjekksum->hex());
    EXPECT_THAT(posts[0].documents, ::testing::UnorderedElementsAreArray(hashes)) << what;
    EXPECT_EQ(posts[0].journalstatus, ekspeder ? "E" : "R") << what;
    ASSERT_TRUE(stored.record) << what;
    EXPECT_EQ(stored.record->journalpost_system_id, posts[0].id) << what;
    EXPECT_EQ(stored.record->saksmappe_system_id, posts[0].saksmappe) << what;
    EXPECT_EQ(stored.record->core, "fjern") << what;
    EXPECT_TRUE(stored.capture_index) << what;
  }

  void fail_at_every_call(Client client, bool ekspeder, bool restarts) {
    connect(client);
    const auto calls = calls_when_all_is_well(ekspeder);
    ASSERT_GE(calls.all - calls.before_letters, 2);
    for (const auto trouble : kTroubles) {
      for (int number = calls.before_letters + 1; number <= calls.all; ++number) {
        plant->outside.fail_number(number, trouble, "kjerne.");
        const auto ids = accept(ekspeder);
        plant->run_due();
        if (restarts) plant->restart();
        run_and_mend(ids);
        expect_once(ids, ekspeder, support::name_of(trouble) + " at call " + std::to_string(number));
        plant->outside.clear();
      }
    }
    EXPECT_EQ(plant->count("SELECT COUNT(*) FROM archive_order WHERE phase <> 'done'"), 0);
  }

  std::optional<RemoteCore> core;
  std::optional<support::SteppingArchive> stepping;
  std::optional<support::MessagingArchive> messaging;

 private:
  int number_ = 0;
};
FANGST_ON_BOTH_DATABASES(ArchiveFails);

TEST_P(ArchiveFails, at_any_one_operation_in_any_way_and_all_is_there_once) {
  fail_at_every_call(Client::stepping, false, false);
}

TEST_P(ArchiveFails, at_any_one_operation_with_a_new_process_after_it_and_all_is_there_once) {
  fail_at_every_call(Client::stepping, false, true);
}

TEST_P(ArchiveFails, at_any_one_message_in_any_way_and_all_is_there_once) {
  fail_at_every_call(Client::messaging, false, false);
}

TEST_P(ArchiveFails, at_any_one_message_with_a_new_process_after_it_and_all_is_there_once) {
  fail_at_every_call(Client::messaging, false, true);
}

TEST_P(ArchiveFails, at_any_one_message_while_receipts_come_in_swapped_order_and_all_is_there_once) {
  fail_at_every_call(Client::messaging_in_swapped_order, false, true);
}

TEST_P(ArchiveFails, when_a_letter_has_been_sent_and_all_is_there_once) {
  for (const bool restarts : {false, true}) {
    fail_at_every_call(Client::stepping, true, restarts);
    fail_at_every_call(Client::messaging, true, restarts);
  }
}

}  // namespace
}  // namespace fangst::testing

#include "plant.hpp"

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::Trouble;

constexpr Trouble kTroubles[] = {Trouble::timeout_after_effect,
                                 Trouble::timeout_before_effect,
                                 Trouble::unavailable,
                                 Trouble::rejected,
                                 Trouble::internal,
                                 Trouble::exception,
                                 Trouble::exception_after_effect};

/// Every call to the outside fails in turn, in every way, and it all ends well: once.
class OutsideFails : public PlantTest {
 protected:
  Case new_case() {
    const auto number = std::to_string(++number_);
    const auto url = "https://fagsystem.example.no/filer/" + number;
    plant->files.put(url, "hentet " + number);
    return {.key = "K-" + number, .case_key = "S-" + number, .url = url};
  }

  /// An operator retries whatever has been parked.
  void run_and_mend(const model::SubmissionId& id) {
    plant->run_to_end();
    if (plant->load(id).submission.state != SubmissionState::parked) return;
    plant->retry(id);
    plant->run_to_end();
  }

  int calls_of_a_happy_chain() {
    const auto before = plant->outside.calls().size();
    plant->accept(new_case());
    plant->run_to_end();
    return static_cast<int>(plant->outside.calls().size() - before);
  }

  void expect_done(const model::SubmissionId& id, const std::string& what) {
    const auto stored = plant->load(id);
    EXPECT_EQ(stored.submission.state, SubmissionState::finished)
        << what << ": " << stored.submission.step.str() << " " << stored.error_code << " " << stored.error_detail;
    const auto letters = plant->letters(id);
    ASSERT_EQ(letters.size(), 1U) << what;
    EXPECT_EQ(letters[0].state, model::LetterState::delivered) << what;
    EXPECT_TRUE(plant->svarut.accepted().contains(letters[0].id.str())) << what;
  }

 private:
  int number_ = 0;
};
FANGST_ON_BOTH_DATABASES(OutsideFails);

TEST_P(OutsideFails, at_any_one_call_in_any_way_and_every_letter_is_sent_once) {
  plant->start();
  const int calls = calls_of_a_happy_chain();
  EXPECT_EQ(calls, 8) << "fetch, capture, told, look-up, send, ekspedert, status, told";
  for (const auto trouble : kTroubles) {
    for (int number = 1; number <= calls; ++number) {
      plant->outside.fail_number(number, trouble);
      const auto id = plant->accept(new_case());
      run_and_mend(id);
      expect_done(id, support::name_of(trouble) + " at call " + std::to_string(number));
    }
  }
}

TEST_P(OutsideFails, and_the_process_with_it_and_every_letter_is_sent_once) {
  for (const auto trouble : {Trouble::exception, Trouble::exception_after_effect}) {
    for (int number = 1; number <= 8; ++number) {
      plant->outside.fail_number(number, trouble);
      const auto id = plant->accept(new_case());
      plant->start();
      plant->run_due();
      plant->restart();
      plant->run_to_end();
      plant->stop();
      expect_done(id, support::name_of(trouble) + " at call " + std::to_string(number));
    }
  }
}

TEST_P(OutsideFails, at_two_calls_running_and_every_letter_is_sent_once) {
  plant->start();
  for (const auto trouble : kTroubles) {
    for (const auto* call : {"svarut.send", "svarut.find", "arkiv.capture", "arkiv.set_ekspedert"}) {
      plant->outside.fail("svarut.send", Trouble::timeout_after_effect);
      plant->outside.fail(call, trouble, 2);
      const auto id = plant->accept(new_case());
      run_and_mend(id);
      if (plant->load(id).submission.state == SubmissionState::parked) run_and_mend(id);
      expect_done(id, support::name_of(trouble) + " twice at " + call);
      plant->outside.clear();
    }
  }
}

}  // namespace
}  // namespace fangst::testing

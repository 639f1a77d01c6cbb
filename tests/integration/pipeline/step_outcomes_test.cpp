#include "plant.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using pipeline::StepInput;
using pipeline::StepOutcome;
using pipeline::StepResult;
using support::Trouble;

Error failure() {
  return {ErrorKind::internal, "test.feil", "test.sted", PublicText{"Feil."}, PrivateDetail{"bare for loggen"}};
}

struct Ending {
  const char* outcome;
  bool has_failed;
  SubmissionState state;
  ActingStep::Act act;
};

std::vector<Ending> endings() {
  return {
      {"next", false, SubmissionState::finished,
       [](const auto&) {
         return StepResult{pipeline::Next{}, {}, {}};
       }},
      {"again", false, SubmissionState::finished,
       [is_again = false](const auto&) mutable {
         if (std::exchange(is_again, true)) return StepResult{pipeline::Next{}, {}, {}};
         return StepResult{pipeline::Again{}, {}, {}};
       }},
      {"wait", false, SubmissionState::waiting,
       [](const auto& input) {
         return StepResult{pipeline::Wait{input.now + 5min, "venter"}, {}, {}};
       }},
      {"retry", true, SubmissionState::retrying,
       [](const auto&) {
         return StepResult{pipeline::Retry{failure()}, {}, {}};
       }},
      {"unknown", true, SubmissionState::unknown_outcome,
       [](const auto&) {
         return StepResult{pipeline::Unknown{failure()}, {}, {}};
       }},
      {"dead", true, SubmissionState::parked,
       [](const auto&) {
         return StepResult{pipeline::Dead{failure()}, {}, {}};
       }},
  };
}

/// What the engine tells of each run of a step, for metrics and the log (invariant 18), and how long it gives it.
class StepOutcomes : public PlantTest {
 protected:
  void put(const std::string& name, ActingStep::Act act) {
    plant->extra_steps.push_back(std::make_unique<ActingStep>(name, std::move(act)));
  }
  /// The first run of arkiver, when it ends like this.
  StepOutcome first_run(const ActingStep::Act& act) {
    plant->stop();
    put("arkiver", act);
    plant->start();
    const auto key = std::to_string(++number_);
    last = plant->accept({.key = key, .case_key = key, .type = "notat", .ekspeder = false});
    const auto before = plant->outcomes().size();
    plant->run_due();
    plant->stop();  // the last run is told of when it has been settled
    return plant->outcomes().at(before);
  }
  std::vector<std::string> outcomes_of(const std::string& step) {
    plant->restart();  // as above
    std::vector<std::string> list;
    for (const auto& outcome : plant->outcomes()) {
      if (outcome.step == step) list.push_back(outcome.outcome + " " + outcome.error_code);
    }
    return list;
  }

  model::SubmissionId last;

 private:
  int number_ = 0;
};
FANGST_ON_BOTH_DATABASES(StepOutcomes);

TEST_P(StepOutcomes, tell_of_each_decision_with_its_own_word_and_of_each_failure_why_and_where) {
  for (const auto& row : endings()) {
    const auto outcome = first_run([this, &row](const auto& input) {
      plant->database.clock->advance(7s);
      return row.act(input);
    });
    EXPECT_EQ(outcome.outcome, row.outcome);
    EXPECT_EQ(outcome.pipeline, "arkiver") << row.outcome;
    EXPECT_EQ(outcome.step, "arkiver") << row.outcome;
    EXPECT_EQ(outcome.submission, last.str()) << row.outcome;
    EXPECT_EQ(outcome.traceparent, plant->load(last).submission.traceparent) << row.outcome;
    EXPECT_EQ(outcome.error_code, row.has_failed ? "test.feil" : "") << row.outcome;
    EXPECT_EQ(outcome.error_where, row.has_failed ? "test.sted" : "") << row.outcome;
    EXPECT_EQ(outcome.error_detail, row.has_failed ? "bare for loggen" : "") << row.outcome;
    EXPECT_EQ(outcome.duration, 7s) << row.outcome;
    const auto stored = plant->load(last);
    EXPECT_EQ(stored.submission.state, row.state) << row.outcome;
    EXPECT_EQ(stored.error_kind, row.has_failed ? "internal" : "") << row.outcome;
    EXPECT_EQ(stored.error_code, row.has_failed ? "test.feil" : "") << row.outcome;
    EXPECT_EQ(stored.error_text, row.has_failed ? "Feil." : "") << row.outcome;
    EXPECT_EQ(stored.error_detail, row.has_failed ? "bare for loggen" : "") << row.outcome;
    EXPECT_EQ(stored.submission.attempts, row.has_failed ? 1 : 0) << row.outcome;
  }
}

/// Until when a step waits and why, and when one that has failed comes again.
TEST_P(StepOutcomes, say_when_the_step_runs_again_and_why_it_waits) {
  const auto begun = plant->database.clock->now();
  first_run([](const auto& input) { return StepResult{pipeline::Wait{input.now + 5min, "venter på prøven"}, {}, {}}; });
  EXPECT_EQ(plant->load(last).next_at, begun + 5min);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'submission.waiting' AND submission_id = '" +
                         last.str() + "' AND body LIKE '%\"venter på prøven\"%'"),
            1);
  for (const bool is_unknown : {false, true}) {
    first_run([is_unknown](const auto&) {
      if (is_unknown) return StepResult{pipeline::Unknown{failure()}, {}, {}};
      return StepResult{pipeline::Retry{failure()}, {}, {}};
    });
    const auto wait = [this] {
      const auto stored = plant->load(last);
      return stored.next_at - stored.updated_at;
    };
    EXPECT_GE(wait(), 10s);
    EXPECT_LE(wait(), 12s);
  }
}

TEST_P(StepOutcomes, make_the_waits_longer_with_each_failure_by_the_rungs_of_the_ladder) {
  plant->outside.fail("krr.look_up", Trouble::internal, 0);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  for (const auto rung : {10s, 60s, 60s}) {
    const auto stored = plant->load(id);
    ASSERT_EQ(stored.submission.state, SubmissionState::retrying);
    EXPECT_GE(stored.next_at - stored.updated_at, rung);
    EXPECT_LE(stored.next_at - stored.updated_at, rung + rung / 5);
    while (plant->load(id).updated_at == stored.updated_at) ASSERT_TRUE(plant->run_next());
  }
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
}

TEST_P(StepOutcomes, tell_of_what_threw_in_which_step_and_with_which_words) {
  const auto outcome = first_run([](const auto&) -> StepResult { throw std::runtime_error("uventet"); });
  EXPECT_EQ(outcome.outcome, "retry");
  EXPECT_EQ(outcome.error_code, "motor.uventet");
  EXPECT_EQ(outcome.error_where, "step:arkiver");
  EXPECT_EQ(outcome.error_detail, "uventet");
}

TEST_P(StepOutcomes, call_the_last_try_dead_and_those_before_it_retried) {
  plant->outside.fail("krr.look_up", Trouble::internal, 0);
  plant->start();
  plant->accept();
  plant->run_to_end();
  const std::string why = " test.intern";
  EXPECT_EQ(outcomes_of("velg_kanal"),
            (std::vector<std::string>{"retry" + why, "retry" + why, "retry" + why, "dead" + why}));
}

TEST_P(StepOutcomes, call_skipped_what_was_decided_too_late_write_nothing_of_it_and_tell_no_failure) {
  bool is_written = false;
  const auto outcome = first_run([&](const auto&) {
    plant->lose_running_step();
    return StepResult{pipeline::Dead{failure()},
                      [&](sql::Transaction&) -> Result<void> {
                        is_written = true;
                        return {};
                      },
                      {}};
  });
  EXPECT_EQ(outcome.outcome, "skipped");
  EXPECT_EQ(outcome.error_code, "");
  EXPECT_FALSE(is_written);
  EXPECT_EQ(plant->load(last).submission.state, SubmissionState::in_flight);
}

TEST_P(StepOutcomes, tell_of_what_stands_beside_the_pipeline_too) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->start();
  plant->outside.fail("kilde.notify", Trouble::unavailable);
  plant->accept({.key = "K-1", .case_key = "S-1"});
  plant->run_due();
  EXPECT_EQ(outcomes_of("meld_arkivert"), std::vector<std::string>{"retry test.utilgjengelig"});
  plant->run_next();
  plant->outside.fail("kilde.notify", Trouble::rejected);
  plant->accept({.key = "K-2", .case_key = "S-2"});
  plant->run_due();
  EXPECT_EQ(outcomes_of("meld_arkivert"),
            (std::vector<std::string>{"retry test.utilgjengelig", "next ", "dead test.avvist"}));
}

TEST_P(StepOutcomes, come_in_the_time_that_the_pipeline_says_of_each_step_and_beside_it_in_that_of_the_engine) {
  plant->settings.side_deadline = 7s;
  std::map<std::string, std::chrono::nanoseconds> given;
  for (const auto* name :
       {"hent_filer", "arkiver", "velg_kanal", "send", "folg_opp", "meld_tilbake", "meld_arkivert"}) {
    put(name, [this, name, &given](const StepInput& input) {
      given[name] = input.deadline - plant->database.clock->monotonic();
      return StepResult{pipeline::Next{}, {}, {}};
    });
  }
  plant->start();
  plant->accept({.url = "https://fagsystem.example.no/filer/1"});
  plant->run_to_end();
  EXPECT_EQ(given, (std::map<std::string, std::chrono::nanoseconds>{{"hent_filer", 5min},
                                                                    {"arkiver", 30s},
                                                                    {"velg_kanal", 30s},
                                                                    {"send", 16min},
                                                                    {"folg_opp", 1min},
                                                                    {"meld_tilbake", 30s},
                                                                    {"meld_arkivert", 7s}}));
}

TEST_P(StepOutcomes, have_these_limits_when_an_installation_says_nothing) {
  const pipeline::EngineSettings settings{1, policy::RetryLadder({1s}, 1), {}};
  EXPECT_EQ(settings.poison_after, 8);
  EXPECT_EQ(settings.side_deadline, 30s);
}

/// Whether the source is told when it is archived is a choice of each pipeline.
TEST_P(StepOutcomes, are_told_to_the_source_when_it_is_archived_only_where_the_pipeline_says_so) {
  plant->start();
  plant->accept({.key = "K-1", .case_key = "S-1", .type = "notat", .ekspeder = false});
  plant->run_to_end();
  EXPECT_EQ(plant->notifier.count("archived"), 0);
  EXPECT_EQ(plant->notifier.count("finished"), 1);
  plant->accept({.key = "K-2", .case_key = "S-2", .type = "vedtak", .ekspeder = false});
  plant->run_to_end();
  EXPECT_EQ(plant->notifier.count("archived"), 1);
  EXPECT_EQ(plant->notifier.count("finished"), 2);
}

/// A source that is paused: what stands beside the pipeline waits as long as is said, and is told once.
TEST_P(StepOutcomes, beside_the_pipeline_wait_for_a_paused_source) {
  plant.emplace(GetParam(), policy::CircuitBreaker::Settings{5, 20s, 40s});
  plant->dependencies.add("kilde:gerica").pause();
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->start();
  plant->accept();
  plant->run_due();
  EXPECT_EQ(outcomes_of("meld_arkivert"), std::vector<std::string>{"wait "});
  EXPECT_EQ(plant->count("SELECT visible_at FROM work WHERE step = 'meld_arkivert'"),
            model::to_millis(plant->database.clock->now() + 20s));
  plant->dependencies.add("kilde:gerica").resume();
  plant->run_next();
  EXPECT_EQ(plant->notifier.count("archived"), 1);
}

}  // namespace
}  // namespace fangst::testing

#include "plant.hpp"

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::Trouble;

/// Does to one submission what the test says, in the place of the step arkiver.
class Strange final : public pipeline::Step {
 public:
  using Act = std::function<pipeline::StepResult(const pipeline::StepInput&)>;
  Strange(std::unique_ptr<pipeline::ArchiveCores> cores, std::string key, Act act)
      : cores_(std::move(cores)), key_(std::move(key)), act_(std::move(act)) {}
  std::string_view name() const override { return "arkiver"; }
  pipeline::StepResult run(const pipeline::StepInput& input) override {
    return input.submission().content.external_key.str() == key_ ? act_(input) : plain_->run(input);
  }

 private:
  std::unique_ptr<pipeline::ArchiveCores> cores_;
  std::unique_ptr<pipeline::Step> plain_ = pipeline::make_archive(*cores_);
  std::string key_;
  Act act_;
};

/// Invariant 11: one bad message harms only itself.
class Poison : public PlantTest {
 protected:
  void do_to_the_bad_one(Strange::Act act) {
    plant->extra_steps.push_back(std::make_unique<Strange>(plant->make_cores(), "ond", std::move(act)));
  }

  void run_bad_among_good() {
    for (int i = 0; i < 5; ++i) good_.push_back(accept("god-" + std::to_string(i)));
    bad = accept("ond");
    for (int i = 5; i < 10; ++i) good_.push_back(accept("god-" + std::to_string(i)));
    plant->start(3);
    plant->run_to_end();
  }

  void expect_only_the_bad_one_parked(const std::string& code) {
    for (const auto& id : good_) {
      EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
      const auto events = plant->events(id);
      EXPECT_EQ(std::count(events.begin(), events.end(), "submission.retrying"), 0);
    }
    const auto stored = plant->load(bad);
    EXPECT_EQ(stored.submission.state, SubmissionState::parked);
    EXPECT_EQ(stored.error_code, code);
    EXPECT_EQ(plant->notifier.count("parked"), 1);
  }

  model::SubmissionId accept(const std::string& key) {
    return plant->accept({.key = key, .case_key = "S-" + key, .ekspeder = false});
  }
  void alter(const std::string& sql) {
    plant->was_tampered_with = true;
    ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    }));
  }

  model::SubmissionId bad;

 private:
  std::vector<model::SubmissionId> good_;
};
FANGST_ON_BOTH_DATABASES(Poison);

TEST_P(Poison, that_throws_in_its_step_is_retried_and_parked_alone) {
  do_to_the_bad_one([](const auto&) -> pipeline::StepResult { throw std::runtime_error("ond"); });
  run_bad_among_good();
  expect_only_the_bad_one_parked("motor.uventet");
  EXPECT_EQ(plant->load(bad).error_detail, "ond");
}

TEST_P(Poison, that_throws_in_the_transaction_does_not_undo_the_others) {
  do_to_the_bad_one([](const auto&) {
    return pipeline::StepResult{
        pipeline::Next{}, [](sql::Transaction&) -> Result<void> { throw std::logic_error("ond"); }, {}};
  });
  run_bad_among_good();
  expect_only_the_bad_one_parked("lager.uventet");
}

TEST_P(Poison, that_the_database_refuses_is_parked_alone) {
  do_to_the_bad_one([](const auto&) {
    return pipeline::StepResult{pipeline::Next{},
                                [](sql::Transaction& tx) -> Result<void> {
                                  tx.run("INSERT INTO no_such_table VALUES (1)");
                                  return {};
                                },
                                {}};
  });
  run_bad_among_good();
  expect_only_the_bad_one_parked("lager.sql");
}

TEST_P(Poison, whose_error_quotes_bytes_that_are_no_text_is_parked_alone) {
  do_to_the_bad_one([](const auto&) {
    const Error error(ErrorKind::rejected_by_dependency, "test.avvist", "test", PublicText{"Avvist."},
                      PrivateDetail{std::string("\xC3 avkuttet \0 svar", 17)});
    return pipeline::StepResult{pipeline::Dead{error}, {}, {}};
  });
  run_bad_among_good();
  expect_only_the_bad_one_parked("test.avvist");
  EXPECT_EQ(plant->load(bad).error_detail, "\uFFFD avkuttet \uFFFD svar");
}

TEST_P(Poison, that_can_no_longer_be_read_is_parked_alone) {
  const auto id = accept("ond");
  const auto good = accept("god");
  alter("UPDATE submission SET content = '{' WHERE external_key = 'ond'");
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(good).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM submission WHERE state = 'parked'"), 1);
  const auto events = plant->events(id);
  EXPECT_EQ(events.back(), "work.given_up") << "the source cannot be told of what cannot be read";
}

TEST_P(Poison, whose_record_is_broken_is_parked_alone) {
  const auto id = accept("ond");
  const auto good = accept("god");
  alter("UPDATE submission SET record = '{}' WHERE external_key = 'ond'");
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(good).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM submission WHERE state = 'parked'"), 1);
}

TEST_P(Poison, whose_step_nobody_knows_is_parked_alone) {
  const auto id = accept("ond");
  const auto good = accept("god");
  alter("UPDATE submission SET step = 'gammelt' WHERE external_key = 'ond'");
  alter("UPDATE work SET step = 'gammelt' WHERE submission_id = '" + id.str() + "'");
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(good).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->load(id).error_code, "motor.ukjent_steg");
}

/// What a crash leaves behind: handed out, begun, and no outcome.
TEST_P(Poison, that_kills_the_process_again_and_again_is_parked) {
  const auto id = accept("ond");
  store::StoredOutbox outbox(plant->db());
  for (int crash = 0; crash <= plant->settings.poison_after; ++crash) {
    const auto now = plant->database.clock->now();
    const auto items = outbox.lease_due(10, now, now + std::chrono::minutes{30}).value();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].handouts, crash);
    if (crash > 0) {
      ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
        EXPECT_EQ(store::note_begun(tx, items[0]), crash);
        return {};
      }));
    }
    ASSERT_TRUE(outbox.release_all_of_this_node());
  }
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "motor.gift");
  EXPECT_EQ(plant->outside.count("arkiv.capture"), 0);
}

TEST_P(Poison, is_run_once_more_when_it_has_not_yet_ended_so_many_processes) {
  const auto id = accept("god");
  const auto item = plant->work_of(id);
  for (int run = 1; run < plant->settings.poison_after; ++run) {
    ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
      EXPECT_EQ(store::note_begun(tx, item), run);
      tx.run("UPDATE work SET handouts = 1 WHERE id = :1", item.id);
      return {};
    }));
  }
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(Poison, does_not_park_what_was_only_handed_out_beside_it) {
  const auto id = accept("god");
  store::StoredOutbox outbox(plant->db());
  for (int crash = 0; crash < 50; ++crash) {
    const auto now = plant->database.clock->now();
    ASSERT_EQ(outbox.lease_due(10, now, now + std::chrono::minutes{30}).value().size(), 1U);
    ASSERT_TRUE(outbox.release_all_of_this_node());
  }
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(Poison, is_tried_as_often_as_the_ladder_says_and_then_parked) {
  int runs = 0;
  do_to_the_bad_one([&runs](const auto&) -> pipeline::StepResult {
    ++runs;
    throw std::runtime_error("ond");
  });
  run_bad_among_good();
  EXPECT_EQ(runs, 4);
  plant->retry(bad);
  plant->run_to_end();
  EXPECT_EQ(runs, 8) << "a retry by an operator has all its tries again";
}

}  // namespace
}  // namespace fangst::testing

#include "both_databases.hpp"

#include <fangst/store/letters.hpp>
#include <fangst/store/operations.hpp>
#include <fangst/store/reports.hpp>

namespace fangst::testing {
namespace {

class Operations : public BothDatabases {
 protected:
  model::SubmissionId park_one(const std::string& key, const std::string& code) {
    const auto accepted = SubmissionMaker{key, "S-" + key, key}.accept_into(**database);
    const auto items = due();
    write([&](sql::Transaction& tx) {
      store::park(tx, items.at(0), Error(ErrorKind::rejected_by_peer, code, "svarut", PublicText{"Avvist."}));
    });
    return accepted.id;
  }

  std::vector<store::ParkedGroup> groups() {
    std::vector<store::ParkedGroup> result;
    EXPECT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
      result = store::parked_groups(session);
      return {};
    }));
    return result;
  }
};
FANGST_ON_BOTH_DATABASES(Operations);

TEST_P(Operations, group_the_parked_by_cause) {
  park_one("K-1", "a");
  park_one("K-2", "a");
  park_one("K-3", "b");
  const auto found = groups();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].code, "a");
  EXPECT_EQ(found[0].count, 2);
  EXPECT_EQ(found[0].examples.size(), 2U);
}

TEST_P(Operations, retry_a_frozen_set_and_say_what_became_of_each) {
  const auto id = park_one("K-1", "a");
  const auto job = store::retry(**database, "job-1", {id.str(), "ukjent"}, "operator:kari", "test");
  ASSERT_TRUE(job);
  ASSERT_EQ(job->items.size(), 2U);
  for (const auto& item : job->items) EXPECT_EQ(item.result, item.submission == id.str() ? "retried" : "unknown");
  EXPECT_TRUE(groups().empty());
}

TEST_P(Operations, do_not_retry_twice_for_one_job) {
  const auto id = park_one("K-1", "a");
  ASSERT_TRUE(store::retry(**database, "job-1", {id.str()}, "operator:kari", "test"));
  const auto items = due();
  write([&](sql::Transaction& tx) {
    store::park(tx, items.at(0), Error(ErrorKind::rejected_by_peer, "a", "x", PublicText{""}));
  });
  ASSERT_TRUE(store::retry(**database, "job-1", {id.str()}, "operator:kari", "test"));
  EXPECT_EQ(groups().size(), 1U);
}

TEST_P(Operations, remember_paused_dependencies_over_a_restart) {
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:kari"));
  database->reopen();
  ASSERT_TRUE((*database)->read([](sql::Session& session) -> Result<void> {
    EXPECT_EQ(store::paused_dependencies(session), std::vector<std::string>{"svarut"});
    return {};
  }));
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:kari"));
  ASSERT_TRUE((*database)->read([](sql::Session& session) -> Result<void> {
    EXPECT_TRUE(store::paused_dependencies(session).empty());
    return {};
  }));
}

TEST_P(Operations, let_one_node_alone_claim_a_letter) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  model::Letter letter;
  letter.id = model::LetterId("d-1");
  letter.submission = accepted.id;
  letter.channel = model::Channel("svarut");
  letter.reason = "digital_med_varsel";
  letter.chosen_at = database->clock->now();
  write([&](sql::Transaction& tx) { store::plan_letter(tx, letter); });
  write([&](sql::Transaction& tx) {
    EXPECT_TRUE(store::claim_letter(tx, letter.id, "node-1"));
    EXPECT_FALSE(store::claim_letter(tx, letter.id, "node-2"));
    const auto seen = store::load_letters(tx, accepted.id).at(0);
    EXPECT_EQ(seen.state, model::LetterState::unknown_outcome);
    EXPECT_TRUE(store::reclaim_letter(tx, seen, "node-2"));
    EXPECT_FALSE(store::reclaim_letter(tx, seen, "node-3"));
  });
  // A new choice of channel does not touch what is under way.
  letter.channel = model::Channel("svarut_print");
  write([&](sql::Transaction& tx) { store::plan_letter(tx, letter); });
  write([&](sql::Transaction& tx) {
    EXPECT_EQ(store::load_letters(tx, accepted.id).at(0).channel, model::Channel("svarut"));
  });
}

}  // namespace
}  // namespace fangst::testing

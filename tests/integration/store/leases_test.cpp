#include "both_databases.hpp"

#include <fangst/store/letters.hpp>
#include <fangst/store/reports.hpp>

namespace fangst::testing {
namespace {

const model::StepName kChoose("velg_kanal");
const model::StepName kSend("send");

/// What two nodes do with the same work and the same letters.
class Leases : public BothDatabases {
 protected:
  std::vector<ports::WorkItem> lease() {
    store::StoredOutbox outbox(**database);
    return outbox.lease_due(100, database->clock->now(), database->clock->now() + std::chrono::minutes{1}).value();
  }
  void give_to_another_node(const ports::WorkItem& item) {
    write([&](sql::Transaction& tx) { tx.run("UPDATE work SET lease_owner = 'annen' WHERE id = :1", item.id); });
  }
  std::string owner_of(const ports::WorkItem& item) {
    std::string owner;
    write([&](sql::Transaction& tx) {
      owner = std::get<0>(tx.query<std::string>("SELECT lease_owner FROM work WHERE id = :1", item.id).at(0));
    });
    return owner;
  }
};
FANGST_ON_BOTH_DATABASES(Leases);

TEST_P(Leases, of_another_node_are_left_alone_by_one_that_starts) {
  SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database);
  SubmissionMaker{"K-2", "S-2", "2"}.accept_into(**database);
  const auto items = lease();
  ASSERT_EQ(items.size(), 2U);
  give_to_another_node(items[1]);
  store::StoredOutbox outbox(**database);
  ASSERT_TRUE(outbox.release_all_of_this_node());
  EXPECT_EQ(owner_of(items[0]), "");
  EXPECT_EQ(owner_of(items[1]), "annen");
  const auto again = lease();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, items[0].id);
}

TEST_P(Leases, of_a_node_that_is_gone_run_out_and_are_taken_over) {
  SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database);
  const auto items = lease();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].handouts, 0) << "never handed out before";
  give_to_another_node(items[0]);
  EXPECT_TRUE(lease().empty());
  database->clock->advance(std::chrono::minutes{1} - std::chrono::milliseconds{1});
  lease();
  EXPECT_TRUE(lease().empty()) << "one millisecond before the end";
  database->clock->advance(std::chrono::milliseconds{1});
  lease();  // the poll that finds nothing frees what has run out
  const auto taken = lease();
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].handouts, 1);
}

TEST_P(Leases, of_a_letter_are_claimed_by_one_node_and_taken_over_from_the_one_that_was_seen) {
  const auto accepted = SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database);
  model::Letter letter;
  letter.id = model::LetterId("0198c1de-0000-7000-8000-000000000001");
  letter.submission = accepted.id;
  letter.channel = model::Channel("svarut");
  write([&](sql::Transaction& tx) { store::plan_letter(tx, letter, kChoose); });
  write([&](sql::Transaction& tx) {
    EXPECT_TRUE(store::claim_letter(tx, letter, "node-1", kSend));
    EXPECT_FALSE(store::claim_letter(tx, letter, "node-2", kSend));
  });
  const auto seen = load(accepted.id).letters.at(0);
  write([&](sql::Transaction& tx) {
    EXPECT_TRUE(store::reclaim_letter(tx, seen, "node-2", kSend));
    EXPECT_FALSE(store::reclaim_letter(tx, seen, "node-3", kSend))
        << "both have seen node-1, and one of them was first";
  });
  EXPECT_EQ(load(accepted.id).letters.at(0).claimed_by, "node-2");
}

/// Only runs without an outcome in between are those of a message that ends the process.
TEST_P(Leases, count_interrupted_runs_anew_after_an_outcome) {
  SubmissionMaker{}.accept_into(**database);
  const auto item = lease().at(0);
  write([&](sql::Transaction& tx) {
    EXPECT_EQ(store::note_begun(tx, item), 1);
    EXPECT_EQ(store::note_begun(tx, item), 2);
    store::wait_until(tx, store::find_current(tx, item).value(), tx.now(), "Venter på kvittering.");
  });
  const auto next = lease().at(0);
  write([&](sql::Transaction& tx) { EXPECT_EQ(store::note_begun(tx, next), 1); });
}

class Reports : public BothDatabases {};
FANGST_ON_BOTH_DATABASES(Reports);

TEST_P(Reports, of_the_backlog_count_each_that_is_not_finished_and_no_other) {
  SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database);
  const auto finished = due();
  ASSERT_EQ(finished.size(), 1U);
  write([&](sql::Transaction& tx) { store::finish(tx, store::find_current(tx, finished[0]).value()); });
  database->clock->advance(std::chrono::minutes{5});
  const auto oldest = database->clock->now();
  SubmissionMaker{"K-2", "S-2", "2"}.accept_into(**database);
  database->clock->advance(std::chrono::minutes{5});
  SubmissionMaker{"K-3", "S-3", "3"}.accept_into(**database);
  std::vector<store::Backlog> rows;
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    rows = store::backlog(session);
    return {};
  }));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].count, 2);
  EXPECT_EQ(rows[0].oldest, oldest);
}

}  // namespace
}  // namespace fangst::testing

#include "table_rows.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/store/archive_orders.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using policy::ArchivePhase;

class ArchiveOrders : public StoredRows {
 protected:
  ports::WorkItem accept(const std::string& number) {
    SubmissionMaker{"K-" + number, "S-" + number, number}.accept_into(**database);
    return due().at(0);
  }
  store::StoredOrder order(const std::string& name, ArchivePhase phase, std::int64_t turn) {
    return {name, "ephorte", phase, {3, "NySaksmappe", R"({"a":1})"}, now() + 5min, turn};
  }
  bool keep(const ports::WorkItem& item, const store::StoredOrder& next) {
    bool kept = false;
    write([&](sql::Transaction& tx) { kept = store::keep_order(tx, item, next); });
    return kept;
  }
  std::optional<store::StoredOrder> load_order(const model::SubmissionId& id, const std::string& name) {
    std::optional<store::StoredOrder> found;
    write([&](sql::Transaction& tx) { found = store::load_order(tx, id, name); });
    return found;
  }
  bool has_unfinished() {
    bool unfinished = false;
    write([&](sql::Transaction& tx) { unfinished = store::has_unfinished_orders(tx); });
    return unfinished;
  }
  std::vector<TableRow> rows() { return table_rows(**database, "archive_order", "submission_id, order_name"); }
};
FANGST_ON_BOTH_DATABASES(ArchiveOrders);

TEST_P(ArchiveOrders, put_every_field_into_its_column_and_into_the_log) {
  const auto item = accept("1");
  database->clock->advance(1min);
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::begun, 0)));
  EXPECT_EQ(rows(), (std::vector<TableRow>{{{"submission_id", item.submission.str()},
                                            {"order_name", "capture"},
                                            {"core", "ephorte"},
                                            {"turn", "1"},
                                            {"phase", "begun"},
                                            {"look_up_at", millis(now() + 5min)},
                                            {"next_write", "NySaksmappe"},
                                            {"state_format", "3"},
                                            {"state", R"({"a":1})"},
                                            {"updated_at", millis(now())}}}));
  const auto entry = last_entry();
  EXPECT_EQ(entry.at("kind"), "submission.archive_progress");
  EXPECT_EQ(entry.at("submission_id"), item.submission.str());
  EXPECT_EQ(entry.at("actor"), "step:arkiver");
  EXPECT_EQ(nlohmann::json::parse(entry.at("body")), (nlohmann::json{{"order", "capture"},
                                                                     {"core", "ephorte"},
                                                                     {"phase", "begun"},
                                                                     {"nextWrite", "NySaksmappe"},
                                                                     {"format", 3},
                                                                     {"state", crypto::sha256(R"({"a":1})").hex()},
                                                                     {"lookUpAt", model::to_millis(now() + 5min)}}));
  expect_whole_log();
}

TEST_P(ArchiveOrders, are_read_back_with_every_field) {
  const auto item = accept("1");
  const auto kept = order("capture", ArchivePhase::announced, 0);
  ASSERT_TRUE(keep(item, kept));
  const auto found = load_order(item.submission, "capture");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->order, "capture");
  EXPECT_EQ(found->core, "ephorte");
  EXPECT_EQ(found->phase, ArchivePhase::announced);
  EXPECT_EQ(found->state, kept.state);
  EXPECT_EQ(found->look_up_at, kept.look_up_at);
  EXPECT_EQ(found->turn, 1);
}

TEST_P(ArchiveOrders, are_replaced_as_they_come_further_and_keep_the_core_that_began) {
  const auto item = accept("1");
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::begun, 0)));
  database->clock->advance(1min);
  ASSERT_TRUE(keep(item, {"capture", "ephorte", ArchivePhase::asking, {4, "", R"({"b":2})"}, std::nullopt, 1}));
  const auto row = rows().at(0);
  EXPECT_EQ(row.at("core"), "ephorte");
  EXPECT_EQ(row.at("turn"), "2");
  EXPECT_EQ(row.at("phase"), "asking");
  EXPECT_EQ(row.at("look_up_at"), "(null)");
  EXPECT_EQ(row.at("next_write"), "");
  EXPECT_EQ(row.at("state_format"), "4");
  EXPECT_EQ(row.at("state"), R"({"b":2})");
  EXPECT_EQ(row.at("updated_at"), millis(now()));
  EXPECT_EQ(load_order(item.submission, "capture")->look_up_at, std::nullopt);
  expect_whole_log();
}

TEST_P(ArchiveOrders, of_one_submission_and_of_others_are_told_apart) {
  const auto first = accept("1");
  const auto second = accept("2");
  ASSERT_TRUE(keep(first, order("capture", ArchivePhase::asking, 0)));
  ASSERT_TRUE(keep(first, order("set_ekspedert", ArchivePhase::asking, 0)));
  ASSERT_TRUE(keep(second, order("capture", ArchivePhase::asking, 0)));
  EXPECT_FALSE(load_order(second.submission, "set_ekspedert"));
  ASSERT_TRUE(keep(first, order("set_ekspedert", ArchivePhase::done, 1)));
  EXPECT_EQ(load_order(first.submission, "capture")->phase, ArchivePhase::asking);
  EXPECT_EQ(load_order(first.submission, "set_ekspedert")->phase, ArchivePhase::done);
  EXPECT_EQ(load_order(second.submission, "capture")->phase, ArchivePhase::asking);
  expect_whole_log();
}

TEST_P(ArchiveOrders, that_another_has_written_meanwhile_are_left_as_they_are) {
  const auto item = accept("1");
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::asking, 0)));
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::announced, 1)));
  const auto before = rows();
  const auto told = entries().size();
  for (const std::int64_t turn : {0, 1, 3})
    EXPECT_FALSE(keep(item, order("capture", ArchivePhase::done, turn))) << turn;
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(entries().size(), told);
}

TEST_P(ArchiveOrders, of_work_that_is_no_longer_current_are_left_as_they_are) {
  const auto item = accept("1");
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::asking, 0)));
  decide(item, [&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 1min, "venter"); });
  const auto told = entries().size();
  EXPECT_FALSE(keep(item, order("capture", ArchivePhase::done, 1)));
  EXPECT_FALSE(keep(item, order("set_ekspedert", ArchivePhase::asking, 0)));
  EXPECT_EQ(rows().size(), 1U);
  EXPECT_EQ(entries().size(), told);
}

TEST_P(ArchiveOrders, are_unfinished_in_every_phase_but_the_last) {
  EXPECT_FALSE(has_unfinished());
  const auto item = accept("1");
  std::int64_t turn = 0;
  for (const auto phase : {ArchivePhase::asking, ArchivePhase::announced, ArchivePhase::begun}) {
    ASSERT_TRUE(keep(item, order("capture", phase, turn++)));
    EXPECT_TRUE(has_unfinished()) << to_string(phase);
  }
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::done, turn)));
  EXPECT_FALSE(has_unfinished());
}

TEST_P(ArchiveOrders, in_an_unknown_phase_are_looked_up_before_anything_is_written) {
  const auto item = accept("1");
  ASSERT_TRUE(keep(item, order("capture", ArchivePhase::asking, 0)));
  database->tamper("UPDATE archive_order SET phase = 'sovende'");
  EXPECT_EQ(load_order(item.submission, "capture")->phase, ArchivePhase::begun);
}

}  // namespace
}  // namespace fangst::testing

#include "presence.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fangst::sql {
namespace {

using Loss = Presence::Loss;

class PresenceTest : public testing::Test {
 protected:
  PresenceTest() {
    presence.listen([this](const DatabaseChange& change) {
      told.push_back((change.is_lost ? "lost " : "found ") + std::string(change.where) + " " +
                     std::string(change.detail));
    });
  }
  Presence presence;
  std::vector<std::string> told;
};

TEST_F(PresenceTest, says_nothing_while_all_is_well) {
  presence.found_by_read();
  presence.found_by_commit();
  EXPECT_TRUE(told.empty());
}

TEST_F(PresenceTest, tells_a_loss_once_however_often_it_is_noticed) {
  presence.lost(Loss::unreachable, "sql.read", "refused");
  presence.lost(Loss::unreachable, "sql.write", "refused");
  presence.lost(Loss::unwritable, "sql.write", "full");
  EXPECT_EQ(told, (std::vector<std::string>{"lost sql.read refused"}));
  presence.found_by_commit();
  presence.found_by_read();
  EXPECT_EQ(told, (std::vector<std::string>{"lost sql.read refused", "found sql.write "}));
}

TEST_F(PresenceTest, a_read_shows_that_it_is_reached_again_also_for_the_writer) {
  presence.lost(Loss::unreachable, "sql.write", "refused");
  presence.found_by_read();
  EXPECT_EQ(told.back(), "found sql.read ");
}

TEST_F(PresenceTest, only_a_commit_shows_that_it_takes_commits_again) {
  presence.lost(Loss::unwritable, "sql.write", "full");
  presence.found_by_read();
  presence.found_by_read();
  EXPECT_EQ(told.size(), 1U);
  presence.found_by_commit();
  EXPECT_EQ(told.back(), "found sql.write ");
  presence.lost(Loss::unreachable, "sql.read", "refused");
  EXPECT_EQ(told.size(), 3U);
}

TEST_F(PresenceTest, of_two_losses_ends_when_both_have_ended) {
  presence.lost(Loss::unreachable, "sql.read", "refused");
  presence.lost(Loss::unwritable, "sql.write", "full");
  presence.found_by_read();
  EXPECT_EQ(told.size(), 1U) << "it still takes no commit";
  presence.found_by_commit();
  EXPECT_EQ(told.size(), 2U);
  presence.lost(Loss::unreachable, "sql.read", "refused");
  presence.found_by_read();
  EXPECT_EQ(told.back(), "found sql.read ") << "the commit has ended both";
  EXPECT_EQ(told.size(), 4U);
}

TEST_F(PresenceTest, tells_the_one_who_listens_last) {
  std::vector<std::string> also;
  presence.listen([&](const DatabaseChange& change) { also.emplace_back(change.detail); });
  presence.lost(Loss::unwritable, "sql.write", "full");
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(also, std::vector<std::string>{"full"});
}

}  // namespace
}  // namespace fangst::sql

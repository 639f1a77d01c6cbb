#include <fangst/amqp/change_teller.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace fangst::amqp {
namespace {

const Error kAway(ErrorKind::unavailable, "queue.broker_borte", "test", PublicText{""});

TEST(ChangeTeller, tells_of_the_first_connection_and_then_of_each_change_once) {
  std::vector<std::string> told;
  BrokerSettings settings;
  settings.on_change = [&](const BrokerChange& change) {
    told.push_back(std::string(change.connection) + (change.reason == nullptr ? " made" : " " + change.reason->code()));
  };
  const std::string name = "fangst prøve";
  ChangeTeller teller(settings, name);
  teller.made();
  teller.made();
  teller.lost(kAway);
  teller.lost(kAway);
  teller.made();
  EXPECT_EQ(told,
            (std::vector<std::string>{"fangst prøve made", "fangst prøve queue.broker_borte", "fangst prøve made"}));
}

TEST(ChangeTeller, tells_of_a_broker_that_is_away_from_the_start) {
  int losses = 0;
  BrokerSettings settings;
  settings.on_change = [&](const BrokerChange& change) { losses += change.reason != nullptr ? 1 : 0; };
  const std::string name = "fangst prøve";
  ChangeTeller teller(settings, name);
  teller.lost(kAway);
  teller.lost(kAway);
  EXPECT_EQ(losses, 1);
}

TEST(ChangeTeller, needs_no_listener) {
  const BrokerSettings settings;
  const std::string name;
  ChangeTeller(settings, name).lost(kAway);
}

}  // namespace
}  // namespace fangst::amqp

#include <fangst/pipeline/dispatchers.hpp>
#include <fangst/support/fake_dependencies.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::pipeline {
namespace {

struct DispatchersTest : testing::Test {
  DispatchersTest() {
    dispatchers.add(svarut, dependencies.add("svarut"));
    dispatchers.add(digipost, dependencies.add("digipost"));
  }

  support::ManualClock clock;
  Dependencies dependencies{{}, clock};
  support::Outside outside;
  support::FakeDispatcher svarut{outside, "svarut", support::FakeDispatcher::channels_of_svarut()};
  support::FakeDispatcher digipost{
      outside,
      "digipost",
      {{model::Channel("digipost_print"), true, {policy::Way::paper}, {}},
       {model::Channel("digipost"), false, {policy::Way::mailbox}, {support::kDigipostProvider}}}};
  Dispatchers dispatchers;
};

TEST_F(DispatchersTest, know_of_every_channel_who_carries_it_what_may_stop_it_and_whether_it_is_paper) {
  struct Expected {
    const char* channel;
    const ports::MailDispatcher* dispatcher;
    const char* dependency;
    bool is_paper;
  };
  for (const auto& row :
       {Expected{"svarut", &svarut, "svarut", false}, Expected{"svarut_print", &svarut, "svarut", true},
        Expected{"digipost", &digipost, "digipost", false}, Expected{"digipost_print", &digipost, "digipost", true}}) {
    const auto* route = dispatchers.route(model::Channel(row.channel));
    ASSERT_NE(route, nullptr) << row.channel;
    EXPECT_EQ(route->dispatcher, row.dispatcher) << row.channel;
    EXPECT_EQ(route->dependency, dependencies.find(row.dependency)) << row.channel;
    EXPECT_EQ(route->is_paper, row.is_paper) << row.channel;
    EXPECT_NE(dispatchers.channels().find(model::Channel(row.channel)), nullptr) << row.channel;
  }
  EXPECT_EQ(dispatchers.route(model::Channel("post")), nullptr);
  EXPECT_EQ(dispatchers.route(model::Channel{}), nullptr);
}

TEST_F(DispatchersTest, prefer_the_dispatcher_that_was_added_first) {
  const policy::ChannelDecision paper{policy::ChannelDecision::Outcome::send, policy::Way::paper, "", "test"};
  EXPECT_EQ(dispatchers.channels().choose(paper)->name, model::Channel("svarut_print"));
}

TEST_F(DispatchersTest, refuse_a_channel_that_another_has) {
  support::FakeDispatcher late{
      outside, "late", {{model::Channel("late"), false, {}, {}}, {model::Channel("digipost"), false, {}, {}}}};
  EXPECT_THROW(dispatchers.add(late, dependencies.add("late")), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::pipeline

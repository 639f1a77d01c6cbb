#include <fangst/policy/channel_table.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::policy {
namespace {

const std::string kOurs = "984661185";
const std::string kOther = "922020175";

ChannelTraits channel(const std::string& name, std::vector<Way> ways, std::vector<std::string> providers = {}) {
  const bool is_paper = name.ends_with("print");
  return {model::Channel(name), is_paper, std::move(ways), std::move(providers)};
}

ChannelTable table(bool has_mailbox = true) {
  ChannelTable table;
  table.add(channel("general", {Way::digital}));
  table.add(channel("general_print", {Way::paper}));
  if (has_mailbox) table.add(channel("post", {Way::mailbox}, {kOurs}));
  table.add(channel("post_print", {}));
  table.add(channel("second", {Way::digital}));
  return table;
}

ChannelDecision to_send(Way way, std::string provider = {}) {
  return {ChannelDecision::Outcome::send, way, std::move(provider), "test"};
}

std::string chosen(const ChannelTable& table, const ChannelDecision& decision) {
  const auto* channel = table.choose(decision);
  return channel == nullptr ? "none" : channel->name.str();
}

TEST(ChannelTable, chooses_the_mailbox_of_the_provider) {
  EXPECT_EQ(chosen(table(), to_send(Way::mailbox, kOurs)), "post");
}

TEST(ChannelTable, chooses_by_any_of_the_providers_and_any_of_the_ways_that_a_channel_declares) {
  ChannelTable many;
  many.add(channel("first", {Way::paper, Way::mailbox}, {"1", "2"}));
  many.add(channel("second", {Way::digital, Way::mailbox}, {"3", "4", "5"}));
  const std::pair<const char*, const char*> by_provider[] = {{"1", "first"},  {"2", "first"},  {"3", "second"},
                                                             {"4", "second"}, {"5", "second"}, {"6", "second"}};
  for (const auto& [provider, expected] : by_provider) {
    EXPECT_EQ(chosen(many, to_send(Way::mailbox, provider)), expected) << provider;
  }
  EXPECT_EQ(chosen(many, to_send(Way::paper)), "first");
  EXPECT_EQ(chosen(many, to_send(Way::digital)), "second");
}

TEST(ChannelTable, sends_on_paper_only_what_is_decided_to_go_on_paper) {
  ChannelTable only_paper;
  only_paper.add(channel("general_print", {Way::paper}));
  EXPECT_EQ(chosen(only_paper, to_send(Way::digital)), "none");
  EXPECT_EQ(chosen(only_paper, to_send(Way::mailbox, kOurs)), "none");
}

TEST(ChannelTable, finds_each_channel_by_its_name_as_it_was_declared) {
  const auto full = table();
  for (const auto* name : {"general", "general_print", "post", "post_print", "second"}) {
    const auto* found = full.find(model::Channel(name));
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(found->name.str(), name);
    EXPECT_EQ(found->is_paper, std::string(name).ends_with("print"));
  }
}

TEST(ChannelTable, goes_digital_when_no_channel_serves_the_mailbox) {
  EXPECT_EQ(chosen(table(), to_send(Way::mailbox, kOther)), "general");
  EXPECT_EQ(chosen(table(false), to_send(Way::mailbox, kOurs)), "general");
  EXPECT_EQ(chosen(table(), to_send(Way::mailbox)), "general");
}

TEST(ChannelTable, prefers_the_channel_that_was_added_first) {
  EXPECT_EQ(chosen(table(), to_send(Way::digital)), "general");
}

TEST(ChannelTable, never_chooses_a_channel_that_is_only_asked_for_by_name) {
  EXPECT_EQ(chosen(table(), to_send(Way::paper)), "general_print");
  ChannelTable only;
  only.add(channel("post_print", {}));
  EXPECT_EQ(chosen(only, to_send(Way::paper)), "none");
  EXPECT_NE(only.find(model::Channel("post_print")), nullptr);
}

TEST(ChannelTable, has_none_for_what_is_not_sent_and_where_nobody_carries_it) {
  EXPECT_EQ(chosen(table(), {ChannelDecision::Outcome::hold, std::nullopt, "", "test"}), "none");
  EXPECT_EQ(chosen({}, to_send(Way::digital)), "none");
  EXPECT_EQ(ChannelTable{}.find(model::Channel("general")), nullptr);
}

TEST(ChannelTable, refuses_a_name_that_is_taken) {
  auto full = table();
  for (const auto* name : {"general", "post", "second"}) {
    EXPECT_THROW(full.add(channel(name, {})), std::invalid_argument) << name;
  }
}

}  // namespace
}  // namespace fangst::policy

#include <fangst/policy/channel_table.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::policy {
namespace {

template <class Values, class Value>
bool has(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

void ChannelTable::add(ChannelTraits channel) {
  if (find(channel.name) != nullptr) {
    throw std::invalid_argument("two dispatchers have the channel " + channel.name.str());
  }
  channels_.push_back(std::move(channel));
}

const ChannelTraits* ChannelTable::find(const model::Channel& name) const {
  const auto at = std::find_if(channels_.begin(), channels_.end(), [&](const auto& each) { return each.name == name; });
  return at == channels_.end() ? nullptr : &*at;
}

const ChannelTraits* ChannelTable::choose(const ChannelDecision& decision) const {
  if (!decision.way) return nullptr;
  if (decision.way == Way::mailbox) {
    if (const auto* mailbox = first(Way::mailbox, decision.mailbox_provider)) return mailbox;
    return first(Way::digital, {});
  }
  return first(*decision.way, {});
}

const ChannelTraits* ChannelTable::first(Way way, std::string_view mailbox_provider) const {
  const auto fits = [&](const ChannelTraits& channel) {
    return has(channel.chosen_for, way) && (way != Way::mailbox || has(channel.mailbox_providers, mailbox_provider));
  };
  const auto at = std::find_if(channels_.begin(), channels_.end(), fits);
  return at == channels_.end() ? nullptr : &*at;
}

}  // namespace fangst::policy

#pragma once

#include <fangst/model/ids.hpp>
#include <fangst/policy/channel_choice.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fangst::policy {

/// What a dispatcher declares of one of its channels.
struct ChannelTraits {
  model::Channel name;
  bool is_paper = false;                         ///< The letter is printed: the recipient needs a postal address.
  std::vector<Way> chosen_for{};                 ///< Empty: never chosen, only asked for by name.
  std::vector<std::string> mailbox_providers{};  ///< Organisation numbers; which mailboxes Way::mailbox may mean.
};

/// The channels of an installation, in the order in which they are preferred. Immutable once it is filled, and then
/// thread-safe.
class ChannelTable {
 public:
  /// Throws std::invalid_argument for a name that is taken.
  void add(ChannelTraits channel);

  /// Null when no dispatcher has it.
  const ChannelTraits* find(const model::Channel& name) const;
  /// The channel for a decision to send: for a mailbox one that serves its provider, else the first digital one. Null
  /// when the installation has none.
  const ChannelTraits* choose(const ChannelDecision& decision) const;

 private:
  const ChannelTraits* first(Way way, std::string_view mailbox_provider) const;

  std::vector<ChannelTraits> channels_;
};

}  // namespace fangst::policy

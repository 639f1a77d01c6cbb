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
  std::vector<Way> chosen_for{};                 ///< Empty: used only when a person names it.
  std::vector<std::string> mailbox_providers{};  ///< Organisation numbers; which mailboxes Way::mailbox may mean.
};

/// The channels of an installation, in the order in which they are preferred. Not thread-safe while it is filled;
/// thread-safe after that.
class ChannelTable {
 public:
  /// Throws std::invalid_argument when the table has a channel of that name.
  void add(ChannelTraits channel);

  /// Null when no dispatcher has declared it. Valid as long as the table.
  const ChannelTraits* find(const model::Channel& name) const;
  /// The channel for a decision to send: for a mailbox one that serves its provider, else the first digital one. Null
  /// when the installation has none.
  const ChannelTraits* choose(const ChannelDecision& decision) const;

 private:
  const ChannelTraits* first(Way way, std::string_view mailbox_provider) const;

  std::vector<ChannelTraits> channels_;
};

}  // namespace fangst::policy

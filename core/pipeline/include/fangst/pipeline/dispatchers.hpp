#pragma once

#include <fangst/pipeline/dependency.hpp>
#include <fangst/policy/channel_table.hpp>
#include <fangst/ports/mail_dispatcher.hpp>

#include <map>

namespace fangst::pipeline {

/// Who carries the letters of a channel.
struct Route {
  ports::MailDispatcher* dispatcher = nullptr;
  Dependency* dependency = nullptr;
  bool is_paper = false;
};

/// The dispatchers of an installation. Filled at start, and then read by several threads. What is added must outlive
/// it.
class Dispatchers {
 public:
  /// The channels of a dispatcher that is added first are preferred. Throws std::invalid_argument when one of them has
  /// another dispatcher already.
  void add(ports::MailDispatcher& dispatcher, Dependency& dependency);

  const policy::ChannelTable& channels() const { return channels_; }
  /// Null when the installation has no such channel.
  const Route* route(const model::Channel& channel) const;

 private:
  policy::ChannelTable channels_;
  std::map<model::Channel, Route> routes_;
};

}  // namespace fangst::pipeline

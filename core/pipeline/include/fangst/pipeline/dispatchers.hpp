#pragma once

#include <fangst/pipeline/dependency.hpp>
#include <fangst/policy/channel_table.hpp>
#include <fangst/ports/mail_dispatcher.hpp>

#include <map>

namespace fangst::pipeline {

/// The dispatcher of a channel, and its dependency.
struct Route {
  ports::MailDispatcher* dispatcher = nullptr;
  Dependency* dependency = nullptr;
  bool is_paper = false;
};

/// The dispatchers of an installation. Filled at start; then thread-safe. What is added must outlive it.
class Dispatchers {
 public:
  /// Dispatchers that are added first are preferred. Throws std::invalid_argument when another dispatcher has one of
  /// the channels.
  void add(ports::MailDispatcher& dispatcher, Dependency& dependency);

  const policy::ChannelTable& channels() const { return channels_; }
  /// Null when the installation has no such channel.
  const Route* route(const model::Channel& channel) const;

 private:
  policy::ChannelTable channels_;
  std::map<model::Channel, Route> routes_;
};

}  // namespace fangst::pipeline

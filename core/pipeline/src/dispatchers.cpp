#include <fangst/pipeline/dispatchers.hpp>

namespace fangst::pipeline {

void Dispatchers::add(ports::MailDispatcher& dispatcher, Dependency& dependency) {
  for (auto& channel : dispatcher.channels()) {
    routes_.emplace(channel.name, Route{&dispatcher, &dependency, channel.is_paper});
    channels_.add(std::move(channel));
  }
}

const Route* Dispatchers::route(const model::Channel& channel) const {
  const auto at = routes_.find(channel);
  return at == routes_.end() ? nullptr : &at->second;
}

}  // namespace fangst::pipeline

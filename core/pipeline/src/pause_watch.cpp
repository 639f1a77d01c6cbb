#include <fangst/pipeline/pause_watch.hpp>
#include <fangst/store/operations.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::pipeline {

PauseWatch::PauseWatch(sql::Database& database, Dependencies& dependencies, std::chrono::milliseconds every)
    : database_(database), dependencies_(dependencies) {
  if (const auto read = take_over(); !read) {
    throw std::runtime_error(read.error().code() + ": " + read.error().private_detail());
  }
  repeating_.emplace(database.clock(), every, [this] { static_cast<void>(take_over()); });
}

Result<void> PauseWatch::take_over() {
  std::vector<std::string> paused;
  FANGST_CHECK(database_.read([&](sql::Session& session) -> Result<void> {
    paused = store::paused_dependencies(session);
    return {};
  }));
  for (const auto& name : paused) dependencies_.add(name).pause();
  for (auto* dependency : dependencies_.all()) {
    const bool is_paused = dependency->state() == policy::CircuitBreaker::State::paused;
    if (is_paused && std::find(paused.begin(), paused.end(), dependency->name()) == paused.end()) dependency->resume();
  }
  return {};
}

}  // namespace fangst::pipeline

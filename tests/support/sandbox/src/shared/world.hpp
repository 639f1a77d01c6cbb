#pragma once

#include "shared/call_counts.hpp"
#include "shared/clock.hpp"
#include "shared/delayed_answers.hpp"
#include "shared/fault_plan.hpp"
#include "shared/installation.hpp"
#include "shared/journal.hpp"
#include "shared/letter_log.hpp"
#include "shared/people.hpp"
#include "shared/settings.hpp"

#include <future>
#include <string>

namespace fangst::sandbox {

/// What all services share. Everything in it is thread-safe.
struct World {
  explicit World(Settings wanted);

  /// "http://127.0.0.1:PORT"; waits for the port to be known.
  const std::string& base_url() const { return base_url_future.get(); }

  Settings settings;
  Installation installation;
  Clock clock;
  Journal journal;
  FaultPlan faults;
  CallCounts calls;
  LetterLog letters;
  People people;
  DelayedAnswers answers;
  std::promise<std::string> base_url_promise;
  std::shared_future<std::string> base_url_future;
};

}  // namespace fangst::sandbox

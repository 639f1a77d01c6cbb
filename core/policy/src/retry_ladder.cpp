#include <fangst/policy/retry_ladder.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fangst::policy {
namespace {

constexpr double kMostJitter = 0.2;

std::chrono::milliseconds with_jitter(std::chrono::milliseconds rung, double unit_random) {
  const auto jitter = static_cast<double>(rung.count()) * kMostJitter * std::clamp(unit_random, 0.0, 1.0);
  return rung + std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(jitter)};
}

}  // namespace

RetryLadder::RetryLadder(std::vector<std::chrono::milliseconds> rungs, int give_up_after)
    : rungs_(std::move(rungs)), give_up_after_(give_up_after) {
  if (rungs_.empty()) throw std::invalid_argument("a retry ladder needs at least one rung");
  if (give_up_after_ < 0) throw std::invalid_argument("a retry ladder cannot give up after a negative number of tries");
  for (const auto rung : rungs_) {
    if (rung <= rung.zero()) throw std::invalid_argument("a rung of a retry ladder must be longer than nothing");
  }
}

std::optional<std::chrono::milliseconds> RetryLadder::delay_after(int failures, double unit_random) const {
  if (failures < 1) throw std::invalid_argument("nothing has failed yet");
  if (give_up_after_ > 0 && failures >= give_up_after_) return std::nullopt;
  return with_jitter(rungs_[std::min(static_cast<std::size_t>(failures), rungs_.size()) - 1], unit_random);
}

std::chrono::milliseconds RetryLadder::last_delay(double unit_random) const {
  return with_jitter(rungs_.back(), unit_random);
}

std::chrono::milliseconds RetryLadder::delay_longer_than(std::chrono::milliseconds waited, double unit_random) const {
  const auto longer = std::find_if(rungs_.begin(), rungs_.end(), [&](const auto rung) { return rung > waited; });
  return longer == rungs_.end() ? last_delay(unit_random) : with_jitter(*longer, unit_random);
}

}  // namespace fangst::policy

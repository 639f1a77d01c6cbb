#include "queue_watch.hpp"

#include <utility>

namespace fangst::service {
namespace {

/// The sentence without its digits and without what stands in parentheses.
std::string gist_of(const std::string& problem) {
  std::string gist;
  int depth = 0;
  for (const char c : problem) {
    if (c == '(') ++depth;
    if (depth == 0 && (c < '0' || c > '9')) gist += c;
    if (c == ')' && depth > 0) --depth;
  }
  return gist;
}

}  // namespace

ProblemHistory::News ProblemHistory::next(const std::vector<std::string>& problems) {
  News news;
  std::set<std::string> present;
  for (const auto& problem : problems) {
    auto gist = gist_of(problem);
    const bool is_new = !present_.contains(gist) && present.insert(gist).second;
    if (is_new) news.problems.push_back(problem);
    present.insert(std::move(gist));
  }
  news.is_well = present.empty() && !present_.empty();
  present_ = std::move(present);
  return news;
}

QueueWatch::QueueWatch(Problems problems, Tell tell, const concurrency::Clock& clock, std::chrono::milliseconds every)
    : repeating_(clock, every, [this, problems = std::move(problems), tell = std::move(tell)] {
        const auto news = history_.next(problems());
        if (news.is_well || !news.problems.empty()) tell(news);
      }) {}

}  // namespace fangst::service

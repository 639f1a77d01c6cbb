#include "nearest.hpp"

#include <algorithm>
#include <numeric>

namespace fangst::config {
namespace {

/// How many bytes must be put in, taken out or replaced (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
  std::string best;
  auto least = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    // A name of which every letter is replaced is another name.
    const auto differing = distance(text, candidate);
    if (differing >= least || differing >= candidate.size()) continue;
    least = differing;
    best = candidate;
  }
  return best;
}

std::string hint(std::string_view text, const std::vector<std::string>& candidates) {
  const auto meant = nearest(text, candidates);
  return meant.empty() ? "" : " Mente du «" + meant + "»?";
}

}  // namespace fangst::config

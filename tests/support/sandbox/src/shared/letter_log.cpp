#include "shared/letter_log.hpp"

#include <nlohmann/json.hpp>

namespace fangst::sandbox {

void LetterLog::record(const Letter& letter) {
  // A letter without a key of the sender's own is known by nothing but its id, and so is always one of its kind.
  const std::string index = letter.service + '\n' + (letter.key.empty() ? "\n" + letter.external_id : letter.key);
  std::lock_guard lock(mutex_);
  ++accepted_;
  const auto [known, is_new] = by_key_.try_emplace(index, entries_.size());
  if (is_new) {
    entries_.push_back({letter, {}, 1});
    return;
  }
  Entry& entry = entries_[known->second];
  entry.further_ids.push_back(letter.external_id);
  ++entry.count;
}

nlohmann::json LetterLog::describe() const {
  auto list = nlohmann::json::array();
  std::lock_guard lock(mutex_);
  for (const auto& [letter, further_ids, count] : entries_) {
    nlohmann::json entry{{"service", letter.service},
                         {"key", letter.key},
                         {"externalId", letter.external_id},
                         {"recipient", letter.recipient},
                         {"channel", letter.channel},
                         {"documents", letter.documents},
                         {"count", count}};
    if (!further_ids.empty()) entry["furtherIds"] = further_ids;
    list.push_back(std::move(entry));
  }
  return list;
}

nlohmann::json LetterLog::summary() const {
  auto twice = nlohmann::json::array();
  std::lock_guard lock(mutex_);
  for (const auto& entry : entries_) {
    if (entry.count > 1) twice.push_back({entry.letter.service, entry.letter.key, entry.count});
  }
  return {{"letters", accepted_}, {"keys", entries_.size()}, {"sentTwice", std::move(twice)}};
}

}  // namespace fangst::sandbox

#include "svarut/shipments.hpp"

#include <nlohmann/json.hpp>

namespace fangst::sandbox {
namespace {

constexpr const char* kKind = "svarut";

Letter letter_of(const nlohmann::json& record) {
  return {kKind,
          record.at("key"),
          record.at("id"),
          record.at("recipient"),
          record.at("channel"),
          record.at("documents").get<std::vector<std::string>>()};
}

}  // namespace

Shipments::Shipments(Journal& journal, LetterLog& letters) : journal_(journal), letters_(letters) {
  journal.replay([this](const nlohmann::json& record) {
    if (record.value("kind", "") != kKind) return;
    const Letter letter = letter_of(record);
    contents_.insert(record.at("content").get<std::string>());
    remember(letter, record.at("statuses"), TimePoint(std::chrono::milliseconds(record.at("at").get<std::int64_t>())));
    letters_.record(letter);
  });
}

bool Shipments::take_on(const Letter& letter, const std::string& content, const std::string& statuses, TimePoint now) {
  {
    std::lock_guard lock(mutex_);
    if (!contents_.insert(content).second) return false;
    remember(letter, statuses, now);
  }
  journal_.append({{"kind", kKind},
                   {"key", letter.key},
                   {"id", letter.external_id},
                   {"recipient", letter.recipient},
                   {"channel", letter.channel},
                   {"documents", letter.documents},
                   {"content", content},
                   {"statuses", statuses},
                   {"at", now.time_since_epoch().count()}});
  letters_.record(letter);
  return true;
}

void Shipments::remember(const Letter& letter, const std::string& statuses, TimePoint accepted) {
  const std::string* path = &*paths_.insert(statuses).first;
  by_id_.emplace(letter.external_id, Shipment{letter.key, path, accepted});
  if (!letter.key.empty()) by_reference_[letter.key].push_back(letter.external_id);
}

std::optional<Shipments::Shipment> Shipments::find(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> Shipments::by_reference(const std::string& reference) const {
  std::lock_guard lock(mutex_);
  const auto found = by_reference_.find(reference);
  return found == by_reference_.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace fangst::sandbox

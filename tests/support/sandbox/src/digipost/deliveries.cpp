#include "digipost/deliveries.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

constexpr const char* kKind = "digipost";

std::string owned(std::int64_t sender, const std::string& id) { return std::to_string(sender) + "/" + id; }

json to_record(const Delivery& delivery) {
  auto documents = json::array();
  for (const auto& document : delivery.documents) {
    documents.push_back({document.uuid, document.sha256, document.content_hash, document.wants_receipt});
  }
  return {{"kind", kKind},
          {"id", delivery.message_id},
          {"sender", delivery.sender},
          {"recipient", delivery.recipient},
          {"channel", delivery.channel},
          {"at", delivery.created.time_since_epoch().count()},
          {"read", delivery.is_read},
          {"printError", delivery.print_error},
          {"documents", std::move(documents)}};
}

Delivery from_record(const json& record) {
  Delivery delivery{record.at("id"),
                    record.at("sender"),
                    record.at("recipient"),
                    record.at("channel"),
                    TimePoint(std::chrono::milliseconds(record.at("at").get<std::int64_t>())),
                    record.at("read"),
                    record.at("printError"),
                    {}};
  for (const auto& document : record.at("documents")) {
    delivery.documents.push_back({document.at(0), document.at(1), document.at(2), document.at(3)});
  }
  return delivery;
}

}  // namespace

Deliveries::Deliveries(Journal& journal, LetterLog& letters, std::chrono::milliseconds event_delay)
    : journal_(journal), letters_(letters), event_delay_(event_delay) {
  journal.replay([this](const json& record) {
    if (record.value("kind", "") != kKind) return;
    const Delivery delivery = from_record(record);
    remember(delivery);
    log(delivery);
  });
}

bool Deliveries::has_message(std::int64_t sender, const std::string& message_id) const {
  std::lock_guard lock(mutex_);
  return message_ids_.contains(owned(sender, message_id));
}

std::string Deliveries::take_on(const Delivery& delivery) {
  {
    std::lock_guard lock(mutex_);
    if (auto code = conflict(delivery); !code.empty()) return code;
    remember(delivery);
  }
  journal_.append(to_record(delivery));
  log(delivery);
  return {};
}

std::string Deliveries::conflict(const Delivery& delivery) const {
  if (!delivery.message_id.empty() && message_ids_.contains(owned(delivery.sender, delivery.message_id))) {
    return "DUPLICATE_MESSAGE";
  }
  const bool reused = std::any_of(delivery.documents.begin(), delivery.documents.end(), [&](const auto& document) {
    return by_document_.contains(owned(delivery.sender, document.uuid));
  });
  return reused ? "DUPLICATE_DOCUMENT_ID" : "";
}

void Deliveries::remember(const Delivery& delivery) {
  const std::size_t index = deliveries_.size();
  deliveries_.push_back(delivery);
  if (!delivery.message_id.empty()) message_ids_.insert(owned(delivery.sender, delivery.message_id));
  for (std::size_t i = 0; i < delivery.documents.size(); ++i) {
    by_document_.emplace(owned(delivery.sender, delivery.documents[i].uuid), std::pair(index, i));
  }
  plan_events(delivery);
}

void Deliveries::plan_events(const Delivery& delivery) {
  const TimePoint at = delivery.created + 2 * event_delay_;
  for (const auto& document : delivery.documents) {
    DocumentEvent event{document.uuid, "", at, delivery.created, ""};
    if (delivery.channel == "PRINT") {
      event.type = delivery.print_error.empty() ? "POSTMARKED" : "PRINT_FAILED";
      event.error_code = delivery.print_error;
    } else if (delivery.channel == "DIGIPOST" && delivery.is_read && document.wants_receipt) {
      event.type = "OPENED";
    }
    if (!event.type.empty()) events_.emplace(at, std::move(event));
  }
}

void Deliveries::log(const Delivery& delivery) {
  Letter letter{kKind, delivery.message_id, delivery.documents.front().uuid, delivery.recipient, delivery.channel, {}};
  for (const auto& document : delivery.documents) letter.documents.push_back(document.sha256);
  letters_.record(letter);
}

std::optional<Deliveries::Found> Deliveries::find(std::int64_t sender, const std::string& uuid) const {
  std::lock_guard lock(mutex_);
  const auto found = by_document_.find(owned(sender, uuid));
  if (found == by_document_.end()) return std::nullopt;
  return Found{deliveries_[found->second.first], found->second.second};
}

std::vector<DocumentEvent> Deliveries::events(TimePoint from, TimePoint to, TimePoint now, std::size_t offset,
                                              std::size_t most) const {
  std::vector<DocumentEvent> found;
  std::lock_guard lock(mutex_);
  for (auto event = events_.lower_bound(from); event != events_.end() && found.size() < most; ++event) {
    if (event->first >= to || event->first > now) break;
    if (offset > 0) {
      --offset;
    } else {
      found.push_back(event->second);
    }
  }
  return found;
}

}  // namespace fangst::sandbox

#pragma once

#include "shared/clock.hpp"
#include "shared/journal.hpp"
#include "shared/letter_log.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fangst::sandbox {

struct DeliveredDocument {
  std::string uuid;
  std::string sha256;        ///< Hexadecimal.
  std::string content_hash;  ///< base64.
  bool wants_receipt = false;
};

/// One message that Digipost has taken on.
struct Delivery {
  std::string message_id;
  std::int64_t sender = 0;
  std::string recipient;  ///< SHA-256 of the identity.
  std::string channel;    ///< DIGIPOST, PRINT or PENDING.
  TimePoint created;
  bool is_read = false;     ///< The recipient opens it.
  std::string print_error;  ///< Non-empty: the print house could not print it.
  std::vector<DeliveredDocument> documents;
};

struct DocumentEvent {
  std::string uuid;
  std::string type;
  TimePoint created;
  TimePoint document_created;
  std::string error_code;  ///< Of PRINT_FAILED.
};

/// Everything that was taken on: by document and by time of its events, with the message ids and uuids that may not be
/// used again. Survives a restart. Thread-safe.
class Deliveries {
 public:
  Deliveries(Journal& journal, LetterLog& letters, std::chrono::milliseconds event_delay);

  bool has_message(std::int64_t sender, const std::string& message_id) const;
  /// The error code when the message or a document was known before; else the letter is on record when this returns.
  std::string take_on(const Delivery& delivery);

  struct Found {
    Delivery delivery;
    std::size_t index = 0;  ///< Of the document.
  };
  std::optional<Found> find(std::int64_t sender, const std::string& uuid) const;
  /// Events in [from, to), by time, that have happened by `now`.
  std::vector<DocumentEvent> events(TimePoint from, TimePoint to, TimePoint now, std::size_t offset,
                                    std::size_t most) const;

 private:
  std::string conflict(const Delivery& delivery) const;
  void remember(const Delivery& delivery);
  void plan_events(const Delivery& delivery);
  void log(const Delivery& delivery);

  Journal& journal_;
  LetterLog& letters_;
  std::chrono::milliseconds event_delay_;
  mutable std::mutex mutex_;
  std::vector<Delivery> deliveries_;
  std::unordered_set<std::string> message_ids_;
  std::unordered_map<std::string, std::pair<std::size_t, std::size_t>> by_document_;
  std::multimap<TimePoint, DocumentEvent> events_;
};

}  // namespace fangst::sandbox

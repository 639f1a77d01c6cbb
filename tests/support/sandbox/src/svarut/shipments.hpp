#pragma once

#include "shared/clock.hpp"
#include "shared/journal.hpp"
#include "shared/letter_log.hpp"
#include "svarut/shipment_path.hpp"

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fangst::sandbox {

/// Everything SvarUT has taken on, found by id and by eksternReferanse, and the guard against the same content twice.
/// Survives a restart. Thread-safe.
class Shipments {
 public:
  Shipments(Journal& journal, LetterLog& letters);

  struct Shipment {
    std::string reference;
    const std::string* statuses = nullptr;
    TimePoint accepted;
  };

  /// False when the same content was taken on before; else the letter is on record when this returns.
  bool take_on(const Letter& letter, const std::string& content, const std::string& statuses, TimePoint now);
  std::optional<Shipment> find(const std::string& id) const;
  std::vector<std::string> by_reference(const std::string& reference) const;

 private:
  void remember(const Letter& letter, const std::string& statuses, TimePoint accepted);

  Journal& journal_;
  LetterLog& letters_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Shipment> by_id_;
  std::unordered_map<std::string, std::vector<std::string>> by_reference_;
  std::unordered_set<std::string> contents_;
  std::set<std::string> paths_;
};

}  // namespace fangst::sandbox

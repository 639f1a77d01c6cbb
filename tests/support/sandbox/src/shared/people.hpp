#pragma once

#include "shared/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace fangst::sandbox {

enum class RegistryStatus { active, deleted, not_registered };

/// One synthetic person (or organisation) as the registers know it.
struct Person {
  std::string id;
  RegistryStatus status = RegistryStatus::active;
  bool reserved = false;
  bool has_mail = true;
  bool has_mobile = true;
  TimePoint mail_confirmed;
  TimePoint mobile_confirmed;
  std::string mailbox;         ///< "digipost", "eboks" or empty.
  bool empty_mailbox = false;  ///< digital_post is there with an empty address.
  bool empty_certificate = false;
  bool filtered = true;       ///< KRR leaves out contact information that has expired.
  bool reads = true;          ///< Opens what comes digitally.
  std::string notice_status;  ///< Overrides the computed varslingsstatus.
  std::string digipost;       ///< Overrides Digipost's identification result.
  std::string row;            ///< The row of the decision table that this person stands for.

  bool mail_is_fresh(TimePoint now) const;
  bool mobile_is_fresh(TimePoint now) const;
  /// Registered, not reserved, and confirmed on some channel within 18 months.
  bool may_be_notified(TimePoint now) const;
};

/// Everyone the registers know; all others are not registered. Thread-safe.
class People {
 public:
  void add(Person person);
  std::optional<Person> find(std::string_view id) const;
  nlohmann::json describe() const;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Person> people_;
};

/// Reads {"fnr": ..., ...}; on failure a sentence of what is wrong is put into `problem`.
std::optional<Person> person_from_json(const nlohmann::json& json, TimePoint now, std::string& problem);
nlohmann::json to_json(const Person& person);

/// Fills in synthetic people for every row of the decision table, over and over.
void populate(People& people, std::uint64_t seed, std::uint64_t count, TimePoint now);

}  // namespace fangst::sandbox

#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/policy/letter_life.hpp>
#include <fangst/policy/submission_life.hpp>
#include <fangst/sql/session.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>

namespace fangst::store {

/// One submission as its log entries tell it, by the same functions that the store changes it by: what its rows must
/// say now. Pure.
class History {
 public:
  /// The next entry of the submission. False when the life before it does not allow what it tells. Throws
  /// nlohmann::json::exception when its body is not what its kind has.
  bool follow(const audit::LogEntry& entry);

  const std::optional<policy::SubmissionLife>& submission() const { return submission_; }
  std::int64_t seq() const { return seq_; }
  const std::string& identity() const { return identity_; }  ///< SHA-256 of the columns that never change.
  const std::string& content() const { return content_; }    ///< SHA-256 of the content column.
  const std::map<std::string, policy::LetterLife>& letters() const { return letters_; }  ///< By id.
  struct ArchiveOrder {
    std::string core, phase, next_write, state;  ///< The state by its SHA-256.
    std::int64_t turn = 0, format = 0, updated_at = 0;
    std::optional<std::int64_t> look_up_at;
  };
  /// By the order's name.
  const std::map<std::string, ArchiveOrder>& archive_orders() const { return archive_orders_; }
  /// Steps beside the pipeline that are still to be run.
  const std::multiset<std::string>& side_work() const { return side_work_; }

 private:
  bool follow_submission(const policy::SubmissionEvent& event, const nlohmann::json& body);
  bool follow_letter(const policy::LetterEvent& event, const std::string& id);
  void follow_archive_order(const audit::LogEntry& entry, const nlohmann::json& body);
  void follow_work(const audit::LogEntry& entry, const nlohmann::json& body);

  std::int64_t seq_ = 0;
  std::string identity_, content_;
  std::optional<policy::SubmissionLife> submission_;
  std::map<std::string, policy::LetterLife> letters_;
  std::map<std::string, ArchiveOrder> archive_orders_;
  std::multiset<std::string> side_work_;
};

}  // namespace fangst::store

#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/sql/session.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>

namespace fangst::store {

/// One submission as its log entries tell it: what its rows must say now. Pure.
class History {
 public:
  struct Submission {
    std::int64_t seq = 0;
    std::string identity, content;  ///< SHA-256 of what never changes, and of the content column.
    std::string state, step;
    std::int64_t attempts = 0, updated_at = 0, case_order_open = 0;
    std::optional<std::string> record;
    std::optional<std::int64_t> capture_index;
    std::optional<std::string> error_kind, error_code, error_text, error_detail;  ///< The last by its SHA-256.

    bool is_under_way() const { return state != "finished" && state != "parked" && state != "holding"; }
  };
  struct Letter {
    std::int64_t part = 0;
    std::optional<std::string> channel;
    std::string reason, state, external_id, peer_status, claimed_by;
    std::optional<std::int64_t> chosen_at, claimed_at, dispatched_at;
  };

  struct ArchiveOrder {
    std::string core, phase, next_write, state;  ///< The state by its SHA-256.
    std::int64_t turn = 0, format = 0, updated_at = 0;
    std::optional<std::int64_t> look_up_at;
  };

  /// The next entry of the submission. Throws nlohmann::json::exception when its body is not what its kind has.
  void follow(const audit::LogEntry& entry);

  const Submission& submission() const { return submission_; }
  const std::map<std::string, Letter>& letters() const { return letters_; }
  /// By the order's name.
  const std::map<std::string, ArchiveOrder>& archive_orders() const { return archive_orders_; }
  /// Steps beside the pipeline that are still to be run.
  const std::multiset<std::string>& side_work() const { return side_work_; }

 private:
  void follow_submission(const audit::LogEntry& entry, const std::string& what, const nlohmann::json& body);
  void follow_letter(const audit::LogEntry& entry, const std::string& what, const nlohmann::json& body);
  void follow_archive_order(const audit::LogEntry& entry, const nlohmann::json& body);
  void follow_work(const audit::LogEntry& entry, const std::string& what, const nlohmann::json& body);
  void accept(const nlohmann::json& body);
  void fail(const nlohmann::json& body);
  void change_state(const std::string& state, std::int64_t at);
  void forget_failure();

  Submission submission_;
  std::map<std::string, Letter> letters_;
  std::map<std::string, ArchiveOrder> archive_orders_;
  std::multiset<std::string> side_work_;
};

}  // namespace fangst::store

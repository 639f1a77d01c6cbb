#pragma once

#include <fangst/model/submission_state.hpp>
#include <fangst/sql/database.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Reports for operators and archivists. They only read; throw sql::SqlError.
namespace fangst::store {

struct SubmissionSummary {
  std::int64_t seq = 0;
  std::string id, source, external_key, type, state, step;
  model::Timestamp received_at, updated_at;
  std::string error_code, error_text;
};

struct ListQuery {
  std::string source;        ///< Empty: all sources.
  std::string external_key;  ///< Empty: any.
  std::optional<model::SubmissionState> state;
  std::int64_t after_seq = 0;  ///< Cursor.
  std::int64_t limit = 100;
};
std::vector<SubmissionSummary> list_submissions(sql::Session& session, const ListQuery& query);

/// How many submissions are in a step and state, and how old the oldest is.
struct Backlog {
  std::string pipeline, step, state;
  std::int64_t count = 0;
  model::Timestamp oldest;
};
std::vector<Backlog> backlog(sql::Session& session);

/// Parked submissions by cause: same step, same code.
struct ParkedGroup {
  std::string step, code, text;
  std::int64_t count = 0;
  model::Timestamp first, last;
  std::vector<std::string> examples;  ///< At most 5 submission ids.
};
std::vector<ParkedGroup> parked_groups(sql::Session& session);
std::vector<std::string> parked_in_group(sql::Session& session, const std::string& step, const std::string& code);

/// The sum of invariant 4 for one source and day (UTC) of reception. `received` is counted from the audit log, the rest
/// from the tables: holds() is false when a row has disappeared.
struct Balance {
  std::string source, day;
  std::int64_t received = 0, finished = 0, refused = 0, duplicate = 0, in_flight = 0, parked = 0;
  bool holds() const { return received == finished + refused + duplicate + in_flight + parked; }
};
std::vector<Balance> balance(sql::Session& session, model::Timestamp from, model::Timestamp to);

/// One message that was not accepted; duplicates are no refusals.
struct RefusalSummary {
  std::int64_t seq = 0;
  model::Timestamp at;
  std::string source, outcome, format, external_key, code, trace_id;
  std::string fields;  ///< JSON: [{"pointer", "detail"}]
};
struct RefusalQuery {
  std::string source, code, trace_id;      ///< Empty: any.
  std::optional<std::int64_t> before_seq;  ///< Cursor: newest first.
  std::int64_t limit = 100;
};
/// Each criterion is found by an index of its own.
std::vector<RefusalSummary> list_refusals(sql::Session& session, const RefusalQuery& query);

struct LetterSummary {
  std::string channel, state;
  std::int64_t count = 0;
};
std::vector<LetterSummary> letter_summary(sql::Session& session);

}  // namespace fangst::store

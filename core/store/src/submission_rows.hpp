#pragma once

#include <fangst/policy/submission_life.hpp>
#include <fangst/ports/work_queue.hpp>
#include <fangst/sql/database.hpp>

#include <optional>
#include <string>

namespace fangst::store {

/// A submission's life as its row stands in the open transaction, with what its next work is made of.
struct LiveRow {
  std::string id, case_key, traceparent;
  policy::SubmissionLife life;
};

std::optional<LiveRow> find_live(sql::Session& session, const model::SubmissionId& id);
/// The submission of the work, unless that was handed out before the submission moved on.
std::optional<LiveRow> find_live(sql::Session& session, const ports::WorkItem& item);
/// The first of the case whose order is open.
std::optional<LiveRow> find_first_of_case(sql::Session& session, const std::string& case_key);

/// What of a life stands in the columns that change from state to state.
void write_progress(sql::Transaction& tx, const std::string& id, const policy::SubmissionLife& life);
void write_capture(sql::Transaction& tx, const std::string& id, const policy::SubmissionLife& life);
void close_case_order(sql::Transaction& tx, const std::string& id);

}  // namespace fangst::store

#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/policy/letter_life.hpp>
#include <fangst/policy/submission_life.hpp>

#include <nlohmann/json.hpp>

#include <optional>

/// What the audit log's entries say of a life's events: written and read back here, and nowhere else.
namespace fangst::store {

/// The body of the entry, less what only some callers add. `after` is the life that the event led to.
nlohmann::json to_body(const policy::SubmissionEvent::What& what, const policy::SubmissionLife& after);
nlohmann::json to_body(const policy::LetterEvent::What& what);

/// Nothing when the entry tells of something else. Throws nlohmann::json::exception when the body is not what its kind
/// has. When a step is due stands in the row alone, since a resume makes it due at once: the entry's own time stands
/// for it. Of an error's detail the log has the SHA-256.
std::optional<policy::SubmissionEvent> submission_event_of(const audit::LogEntry& entry, const nlohmann::json& body);
std::optional<policy::LetterEvent> letter_event_of(const audit::LogEntry& entry, const nlohmann::json& body);

/// The members of a body by which an error is told.
nlohmann::json to_body(const policy::KeptError& error);

}  // namespace fangst::store

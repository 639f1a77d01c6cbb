#pragma once

#include <fangst/model/letter.hpp>
#include <fangst/model/submission.hpp>
#include <fangst/policy/submission_life.hpp>
#include <fangst/ports/archive.hpp>
#include <fangst/ports/work_queue.hpp>
#include <fangst/sql/database.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rows of submissions. A function that changes one writes, in the open sql::Transaction, also the audit entry
/// (invariant 8) and the next work item in the outbox (invariant 1).
namespace fangst::store {

struct Acceptance {
  model::Submission submission;
  std::string idempotency_key;  ///< Empty when none was given.
  std::string answer;           ///< The answer to the source, also for every repeat.
};

/// The code of the error, and of the kept refusal, when a key comes again with another content.
inline constexpr std::string_view kOtherContent = "innsending.annet_innhold";

struct AcceptanceOutcome {
  enum class Kind { accepted, repeated, conflict } kind = Kind::accepted;
  std::string answer;
  model::SubmissionId id;
  model::Sha256 stored_fingerprint;
};

/// Invariant 2: the first submission of a key is kept. A repeat gets the first answer; other content is a conflict.
/// The first step is due at once, unless an earlier submission of the case waits to be archived (invariant 7).
AcceptanceOutcome accept(sql::Transaction& tx, const Acceptance& acceptance);

/// Counts what was not accepted, for the sum of invariant 4. `outcome`: refused, duplicate or conflict.
struct Refusal {
  model::SourceName source;
  std::string outcome, format, external_key, code;
  std::string trace_id = {};            ///< As the answer told it (invariant 18).
  std::vector<FieldError> fields = {};  ///< Kept up to kMostFields, with every run of 11 digits masked.

  static constexpr std::size_t kMostFields = 50;
};
void record_refusal(sql::Transaction& tx, const Refusal& refusal);

/// True when this source has uploaded the document itself: knowing a hash gives no access to the documents of others.
bool may_refer_to(sql::Session& session, const model::SourceName& source, const model::Sha256& sha256);
void record_upload(sql::Transaction& tx, const model::SourceName& source, const model::Sha256& sha256,
                   std::uint64_t size);

struct StoredSubmission {
  model::Submission submission;
  std::int64_t seq = 0;
  model::Timestamp updated_at, next_at;
  std::optional<ports::ArchivedRecord> record;
  std::vector<model::Letter> letters;         ///< By part_no.
  std::optional<std::int64_t> capture_index;  ///< Of the audit entry that a capture receipt is about.
  std::string error_kind, error_code, error_text, error_detail;
};
Result<StoredSubmission> load(sql::Session& session, const model::SubmissionId& id);

/// False when the submission has moved on since the item was handed out (a broker can deliver twice): then nothing is
/// to be done.
bool is_current(sql::Session& session, const ports::WorkItem& item);

/// To be called when a worker begins on work that was handed out before without an outcome. Returns how often that has
/// happened. `handouts` alone does not say it, since leases are taken in batches and a crash affects the whole batch.
std::int64_t note_begun(sql::Transaction& tx, const ports::WorkItem& item);

/// A work item without an outcome, and the life of its submission as the open transaction sees it.
struct CurrentWork {
  ports::WorkItem item;
  policy::SubmissionLife life;
  model::CaseKey case_key;
};
/// Empty when the submission has moved on since the item was handed out, as is_current().
std::optional<CurrentWork> find_current(sql::Session& session, const ports::WorkItem& item);

/// The functions below write what a step decided, and what follows by policy::transition, in one transaction. `work`
/// must have been read in it, after every other change of the submission. They throw sql::BrokenInvariant when the life
/// does not allow the change.
void move_to(sql::Transaction& tx, const CurrentWork& work, const model::StepName& next);
void wait_until(sql::Transaction& tx, const CurrentWork& work, model::Timestamp until, const std::string& reason);
/// A part of the step is done: the rest is due at once, and earlier failures no longer count.
void run_again(sql::Transaction& tx, const CurrentWork& work);
/// `made_progress`: the step got further before it failed, so earlier failures do not count.
void retry_at(sql::Transaction& tx, const CurrentWork& work, model::Timestamp at, const Error& error,
              bool made_progress = false);
void await_lookup(sql::Transaction& tx, const CurrentWork& work, model::Timestamp at, const Error& error,
                  bool made_progress = false);
void finish(sql::Transaction& tx, const CurrentWork& work);
/// Parks the submission, and lets the next submission of the case continue.
void park(sql::Transaction& tx, const CurrentWork& work, const Error& error, bool made_progress = false);
/// Work beside the pipeline is done; the submission is not changed.
void end_side_work(sql::Transaction& tx, const ports::WorkItem& item);
/// Work beside the pipeline has failed for the last time: it is logged, and the submission is not changed.
void give_up_work(sql::Transaction& tx, const ports::WorkItem& item, const Error& error);

/// Work beside the pipeline runs again at `at`; the submission is not changed.
void postpone_work(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp at);
/// Adds work beside the pipeline, which never changes the submission's state.
void add_side_work(sql::Transaction& tx, const ports::WorkItem& item, const model::StepName& step);
/// Makes work that waits in these steps due at once, because a dependency has been resumed.
void wake_waiting(sql::Transaction& tx, const std::vector<std::string>& steps);

/// The submission is archived: keeps the record, and lets the next submission of the case continue. The capture receipt
/// proves the audit entry. Throws sql::BrokenInvariant when the submission was archived already.
void record_capture(sql::Transaction& tx, const model::Submission& submission, const ports::ArchivedRecord& record,
                    const model::StepName& step);
/// A document that the event named by URL has been fetched: writes hash and size into the content. Throws
/// sql::BrokenInvariant when the submission is archived already (invariant 5).
void record_fetched(sql::Transaction& tx, const model::Submission& submission, const model::StepName& step);

/// A parked submission starts again at the step where it stopped. False when it is not parked (any more).
bool retry_parked(sql::Transaction& tx, const model::SubmissionId& id, const std::string& actor);

}  // namespace fangst::store

#pragma once

#include <fangst/model/ids.hpp>
#include <fangst/model/noark.hpp>
#include <fangst/model/submission_state.hpp>
#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fangst::model {

/// The kind of the content decides which channels the law allows: a decision (enkeltvedtak) may go digitally only to a
/// recipient who can be notified (eForvaltningsforskriften section 8). A service message has no such condition.
enum class LetterKind { enkeltvedtak, servicemelding };

struct DispatchWish {
  bool ekspeder = false;  ///< Send to every Korrespondansepart::is_letter_recipient().
  LetterKind innhold = LetterKind::enkeltvedtak;
};

/// The content of one submission, the same for every format: the result of an intake format and the input of every
/// step.
struct SubmissionContent {
  ExternalKey external_key;  ///< Unique within the source; the unit of invariant 2.
  std::string type;          ///< "vedtak", "brev", "notat", "tilsynsrapport" ...: chooses the pipeline with the source.
  Saksmappe sak;
  Journalpost journalpost;
  std::vector<Dokument> dokumenter;  ///< The hoveddokument first.
  DispatchWish forsendelse;
};

/// One accepted submission (innsending).
struct Submission {
  SubmissionId id;
  SourceName source;
  std::string format;  ///< The intake format it came in, e.g. "gerica-msghead".
  std::string pipeline;
  CaseKey case_key;
  Timestamp received_at;
  std::string traceparent;  ///< W3C Trace Context; the same in HTTP, queue and steps.
  Sha256 fingerprint;       ///< Over the canonical content, documents by hash.
  SubmissionState state = SubmissionState::in_flight;
  StepName step;
  int attempts = 0;  ///< Failed tries of `step`; an outage is not counted.
  SubmissionContent content;
};

}  // namespace fangst::model

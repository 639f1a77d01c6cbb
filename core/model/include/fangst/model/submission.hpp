#pragma once

#include <fangst/model/ids.hpp>
#include <fangst/model/noark.hpp>
#include <fangst/model/submission_state.hpp>
#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fangst::model {

/// What the letter says decides what the law allows: a decision needs a notifiable recipient
/// (eForvaltningsforskriften section 8), a service message does not.
enum class LetterKind { enkeltvedtak, servicemelding };

struct DispatchWish {
  bool ekspeder = false;  ///< Send to every Korrespondansepart::is_letter_recipient().
  LetterKind innhold = LetterKind::enkeltvedtak;
};

/// What one letter says, whatever format it came in: the result of an inbound adapter and the input of every step.
struct SubmissionContent {
  ExternalKey external_key;  ///< Unique within the source; the unit of invariant 2.
  std::string type;          ///< "vedtak", "brev", "notat", "tilsynsrapport" ...: chooses the pipeline with the source.
  Saksmappe sak;
  Journalpost journalpost;
  std::vector<Dokument> dokumenter;  ///< The hoveddokument first.
  DispatchWish forsendelse;
};

/// One accepted letter (innsending).
struct Submission {
  SubmissionId id;
  SourceName source;
  std::string format;  ///< The intake format it came in, e.g. "gerica-msghead".
  std::string pipeline;
  CaseKey case_key;
  Timestamp received_at;
  std::string traceparent;  ///< W3C Trace Context, kept over HTTP, queue and steps.
  Sha256 fingerprint;       ///< Over the canonical content, documents by hash.
  SubmissionState state = SubmissionState::in_flight;
  StepName step;
  int attempts = 0;  ///< Failed tries of the present step.
  SubmissionContent content;
};

}  // namespace fangst::model

#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/model/noark.hpp>
#include <fangst/model/submission.hpp>
#include <fangst/policy/channel_table.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fangst::ports {

/// One document of a letter. Its bytes are read from the document store by hash, so that what is sent is what was
/// archived (invariant 5).
struct LetterDocument {
  std::string id;  ///< UUID, fixed with the letter.
  std::string tittel;
  std::string filnavn;
  std::string mime_type;
  model::Sha256 sha256;
  std::uint64_t size = 0;
};

/// A letter, ready to be sent. The same submission and letter always give the same value.
struct OutgoingLetter {
  model::LetterId key;  ///< Sent as eksternReferanse / message-id.
  model::Channel channel;
  bool is_paper = false;  ///< As the channel declares it: the letter is printed for every recipient.
  std::string tittel;     ///< The public title when the record is shielded: it may be shown in a notice.
  model::Korrespondansepart mottaker;
  model::Adresse retur;  ///< Return address of the municipality, for print.
  std::string avsender_navn;
  std::vector<LetterDocument> dokumenter;
  /// True when the case or journalpost is shielded: document titles are not sent, and notices do not show the subject.
  /// True by default, so that a mistake shields.
  bool skjermet = true;
};

struct DispatchReceipt {
  std::string external_id;
  std::string dependency_status;  ///< May be empty.
  bool already_sent = false;      ///< The dependency had it from an earlier try.
};

enum class LetterProgress { in_progress, delivered, refused };

struct DispatchStatus {
  LetterProgress progress = LetterProgress::in_progress;
  std::string dependency_status;  ///< The dependency's own status.
  std::optional<model::Timestamp> changed_at;
};

/// A digital mail service. Blocking and thread-safe.
class MailDispatcher {
 public:
  virtual ~MailDispatcher() = default;
  /// The channels that it carries. The answer never changes.
  virtual std::vector<policy::ChannelTraits> channels() const = 0;
  /// Sends once. When the dependency answers that it has the letter already, the result is a receipt, no error. After
  /// an error with outcome_unknown() the caller must call find() before the next send() (invariant 3).
  virtual Result<DispatchReceipt> send(const OutgoingLetter& letter, model::Deadline deadline) = 0;
  /// Looks up the letter that an earlier send() with this key made. Empty when the dependency does not have it.
  virtual Result<std::optional<DispatchReceipt>> find(const OutgoingLetter& letter, model::Deadline deadline) = 0;
  virtual Result<DispatchStatus> status(const std::string& external_id, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

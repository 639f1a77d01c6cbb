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

/// One document of a letter; the bytes come from the document store by hash: what is sent is what was archived.
struct LetterDocument {
  std::string id;  ///< UUID, fixed with the letter.
  std::string tittel;
  std::string filnavn;
  std::string mime_type;
  model::Sha256 sha256;
  std::uint64_t size = 0;
};

struct OutgoingLetter {
  model::LetterId key;  ///< Sent as eksternReferanse / message-id.
  model::Channel channel;
  bool is_paper = false;  ///< As the channel declares it: printed, whatever the recipient could receive.
  std::string tittel;     ///< Already the shielded form: safe in a notice.
  model::Korrespondansepart mottaker;
  model::Adresse retur;  ///< Return address of the municipality, for print.
  std::string avsender_navn;
  std::vector<LetterDocument> dokumenter;
  /// Case or journalpost is shielded: no document title leaves, and notices say nothing of the subject. True until the
  /// record is known to be open.
  bool skjermet = true;
};

struct DispatchReceipt {
  std::string external_id;
  std::string peer_status;    ///< May be empty.
  bool already_sent = false;  ///< The peer had it from an earlier try.
};

enum class PeerProgress { in_progress, delivered, refused };

struct DispatchStatus {
  PeerProgress progress = PeerProgress::in_progress;
  std::string peer_status;  ///< The peer's own word.
  std::optional<model::Timestamp> changed_at;
};

/// A digital mail service. Blocking and thread-safe.
class MailDispatcher {
 public:
  virtual ~MailDispatcher() = default;
  /// The channels that it carries; always the same.
  virtual std::vector<policy::ChannelTraits> channels() const = 0;
  /// Sends once. `already sent` from the peer is a receipt, not an error. An error with outcome_unknown() must be
  /// followed by find() before the next send().
  virtual Result<DispatchReceipt> send(const OutgoingLetter& letter, model::Deadline deadline) = 0;
  /// The letter that an earlier send() with this key made, if there is one.
  virtual Result<std::optional<DispatchReceipt>> find(const OutgoingLetter& letter, model::Deadline deadline) = 0;
  virtual Result<DispatchStatus> status(const std::string& external_id, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/submission.hpp>
#include <fangst/ports/remote_write.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace fangst::ports {

/// The name of the embedded core, whose tables are in Fangst's own database.
inline constexpr std::string_view kEmbeddedCore = "innebygd";

/// The ids that the archive core gave: what the specialist system gets back.
struct ArchivedRecord {
  std::string saksmappe_system_id;     // M001
  int saksaar = 0;                     // M011
  std::int64_t sakssekvensnummer = 0;  // M012
  std::string journalpost_system_id;
  int journalaar = 0;                     // M013
  std::int64_t journalsekvensnummer = 0;  // M014
  std::int64_t journalpostnummer = 0;     // M015, within the case
  std::string core = {};                  ///< The name of the core that holds it; the pipeline sets it.

  std::string saksnummer() const { return std::to_string(saksaar) + "/" + std::to_string(sakssekvensnummer); }
};

/// The submission's saksmappe (found by its external key, or made), its journalpost, and every document of it.
struct Capture {};
/// Journalstatus E (ekspedert) and sendtDato; without effect when it is E already. `sendt` may differ from run to run:
/// an adapter that needs the first puts it into its state.
struct SetEkspedert {
  ArchivedRecord record;
  model::Timestamp sendt;
};
/// What a core can be told to do. Each order of a submission has a state of its own.
using ArchiveOrder = std::variant<Capture, SetEkspedert>;
/// "capture", "set_ekspedert": stable, it is stored.
inline std::string_view name_of(const ArchiveOrder& order) {
  return std::holds_alternative<Capture>(order) ? "capture" : "set_ekspedert";
}

/// What an adapter must remember between two calls: ids that the core has given, keys fixed before the first try, which
/// documents are left. Ids and hashes only, no names, titles or identity numbers (invariant 9).
struct ArchiveState {
  static constexpr std::size_t kMaxBytes = 64U << 10U;

  /// The version of `text`, chosen by the adapter. It reads every version that it has ever written, and answers a later
  /// one with ErrorKind::corrupt.
  int format = 1;
  /// The one remote write that the next advance() makes, by the operation's own name ("NySaksmappe"): shown to
  /// operators and kept in the audit log. Empty: the next advance() only asks.
  std::string next_write;
  std::string text;  ///< The adapter's own JSON; nobody else reads it. At most kMaxBytes.

  bool operator==(const ArchiveState&) const = default;
};

/// The order has come further; `state` says what comes next.
struct ArchiveProgress {
  ArchiveState state;
};
/// The core holds all of it.
struct ArchiveDone {
  ArchivedRecord record;
};
/// The core has not answered yet, and nothing can be done before it has: ask again then. The state is unchanged.
struct ArchivePending {
  model::Timestamp ask_again;
};
using ArchiveAnswer = std::variant<ArchiveProgress, ArchiveDone, ArchivePending>;

/// Whether the announced write can have been made by the order that announced it.
enum class WriteMade { perhaps, surely_not };

/// What one call may do: it has ended by `deadline`, and makes the remote write that `write` allows, or none.
struct ArchiveCall {
  model::Deadline deadline;
  RemoteWrite& write;
};

/// An archive core behind a network. Blocking and thread-safe; keeps nothing of its own between two calls.
///
/// The contract, which pipeline::DistantCore enforces:
/// 1. A remote write is made only by an advance() whose state announces it (ArchiveState::next_write), after
///    RemoteWrite::begin() with that name, and at most one in a call. So the first advance() of an order, which has no
///    state, writes nothing: it reads what it needs, and returns the state that announces the first write.
/// 2. The caller has made that state durable before it calls. After a crash it knows which write may have been made.
/// 3. An advance() that has written returns progress or done, never pending; progress differs from the state it had.
/// 4. An error after begin() has outcome_unknown() unless the core has surely done nothing.
/// 5. Before an advance() that writes from a state of an earlier run, find() is called: the write may have been made
///    (after an unclear outcome, an exception or a crash: then not before it can no longer be under way), or what it
///    makes may have been made for another submission of the case.
///    find() writes nothing. It answers with the state to go on from: one that announces the same write when the core
///    has nothing of it, one that announces the rest when it has some, else the following one; with done; or with
///    pending, when the core answers questions by message and has not answered yet.
/// 6. Bytes of documents come from the document store by hash: what is archived is what was accepted.
///
/// docs/decisions/archive-port.md compares it with N5TG, GeoIntegrasjon and Fiks Arkiv.
class Archive {
 public:
  virtual ~Archive() = default;
  /// Takes the order one call further. `state` is null in the first call of an order.
  virtual Result<ArchiveAnswer> advance(const model::Submission& submission, const ArchiveOrder& order,
                                        const ArchiveState* state, const ArchiveCall& call) = 0;
  /// Finds out whether the core has the write that `state` announces. An error means that it is still not known.
  virtual Result<ArchiveAnswer> find(const model::Submission& submission, const ArchiveOrder& order,
                                     const ArchiveState& state, WriteMade made, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

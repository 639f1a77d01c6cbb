#pragma once

#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string_view>

namespace fangst::policy {

/// How far an order to an archive core behind a network has come.
enum class ArchivePhase {
  announced,  ///< The next remote write is stored, and certainly not made.
  begun,      ///< The announced write may have been made: nothing is written before a look-up.
  asking,     ///< No write is announced: the core is read, or its answer is awaited.
  done        ///< Final.
};

enum class ArchiveEvent {
  announce,   ///< The adapter has named its next remote write.
  ask,        ///< The adapter has something to remember, and nothing to write.
  begin,      ///< The announced write is about to be made.
  take_back,  ///< The write that was begun was certainly not made.
  finish      ///< The core holds all of it.
};

/// The life of an order. `phase` is empty before the first call of the adapter. Empty result: the event is not possible
/// in that phase.
std::optional<ArchivePhase> after(std::optional<ArchivePhase> phase, ArchiveEvent event);

/// What a run of the step does first with an order in that phase. A write that an earlier run announced is looked up
/// even when it was certainly not made: another submission of the case may have made the same write meanwhile.
enum class ArchiveMove { ask, look_up, wait, nothing };

/// `look_up_at` is used in the phase `begun` only. Before that moment the write may still be under way, on this node,
/// on another or in the core, so a look-up that finds nothing proves nothing.
ArchiveMove next_move(std::optional<ArchivePhase> phase, model::Timestamp look_up_at, model::Timestamp now);

std::string_view to_string(ArchivePhase phase);
std::optional<ArchivePhase> parse_archive_phase(std::string_view text);

}  // namespace fangst::policy

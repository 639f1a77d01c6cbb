#pragma once

#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string_view>

namespace fangst::policy {

/// How far an order to an archive core behind a network has come.
enum class ArchivePhase {
  announced,  ///< The next remote write is stored, and surely not made.
  begun,      ///< The announced write may have been made: nothing is written before a look-up.
  asking,     ///< No write is announced: the core is read, or its answer is awaited.
  done        ///< Final.
};

enum class ArchiveEvent {
  announce,   ///< The adapter has named its next remote write.
  ask,        ///< The adapter has something to remember, and nothing to write.
  begin,      ///< The announced write is about to be made.
  take_back,  ///< It was surely not made after all.
  finish      ///< The core holds all of it.
};

/// The life of an order. `phase` is empty before the first call of the adapter. Empty result: the event is not possible
/// in that phase.
std::optional<ArchivePhase> after(std::optional<ArchivePhase> phase, ArchiveEvent event);

/// What a run of the step does first with an order that stands so. A write that an earlier run has announced is looked
/// up, also when it was surely not made: another submission of the case may have made the same meanwhile.
enum class ArchiveMove { ask, look_up, wait, nothing };

/// `look_up_at` counts in the phase `begun` only: before it, the write may still be under way, here, on another node or
/// in the core, so that a look-up that finds nothing proves nothing.
ArchiveMove next_move(std::optional<ArchivePhase> phase, model::Timestamp look_up_at, model::Timestamp now);

std::string_view to_string(ArchivePhase phase);
std::optional<ArchivePhase> parse_archive_phase(std::string_view text);

}  // namespace fangst::policy

#include <fangst/policy/archive_order.hpp>

namespace fangst::policy {
namespace {

std::optional<ArchivePhase> when(bool is_possible, ArchivePhase phase) {
  return is_possible ? std::optional(phase) : std::nullopt;
}

}  // namespace

std::optional<ArchivePhase> after(std::optional<ArchivePhase> phase, ArchiveEvent event) {
  using enum ArchivePhase;
  if (phase == done) return std::nullopt;
  switch (event) {
    case ArchiveEvent::announce:
      return announced;
    case ArchiveEvent::ask:
      return asking;
    case ArchiveEvent::begin:
      return when(phase == announced, begun);
    case ArchiveEvent::take_back:
      return when(phase == begun, announced);
    case ArchiveEvent::finish:
      return done;
  }
  return std::nullopt;
}

ArchiveMove next_move(std::optional<ArchivePhase> phase, model::Timestamp look_up_at, model::Timestamp now) {
  if (!phase) return ArchiveMove::ask;
  switch (*phase) {
    case ArchivePhase::announced:
      return ArchiveMove::look_up;
    case ArchivePhase::begun:
      return now < look_up_at ? ArchiveMove::wait : ArchiveMove::look_up;
    case ArchivePhase::asking:
      return ArchiveMove::ask;
    case ArchivePhase::done:
      break;
  }
  return ArchiveMove::nothing;
}

std::string_view to_string(ArchivePhase phase) {
  switch (phase) {
    case ArchivePhase::announced:
      return "announced";
    case ArchivePhase::begun:
      return "begun";
    case ArchivePhase::asking:
      return "asking";
    case ArchivePhase::done:
      break;
  }
  return "done";
}

std::optional<ArchivePhase> parse_archive_phase(std::string_view text) {
  using enum ArchivePhase;
  for (const auto phase : {announced, begun, asking, done}) {
    if (to_string(phase) == text) return phase;
  }
  return std::nullopt;
}

}  // namespace fangst::policy

#include "presence.hpp"

#include <utility>

namespace fangst::sql {

void Presence::listen(DatabaseListener listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

void Presence::lost(Loss loss, std::string_view where, std::string_view detail) {
  const std::lock_guard lock(mutex_);
  flag_of(loss) = true;
  set_lost(true, where, detail);
}

void Presence::found_by_read() {
  if (!is_lost_) return;
  const std::lock_guard lock(mutex_);
  unreachable_ = false;
  set_lost(unwritable_, "sql.read", {});
}

void Presence::found_by_commit() {
  if (!is_lost_) return;
  const std::lock_guard lock(mutex_);
  unreachable_ = false;
  unwritable_ = false;
  set_lost(false, "sql.write", {});
}

void Presence::set_lost(bool lost, std::string_view where, std::string_view detail) {
  if (is_lost_.exchange(lost) == lost) return;
  if (listener_) listener_({lost, where, detail});
}

}  // namespace fangst::sql

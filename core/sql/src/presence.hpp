#pragma once

#include <fangst/sql/database.hpp>

#include <atomic>
#include <mutex>
#include <string_view>

namespace fangst::sql {

/// Whether the database is there, as its readers and its writer find it; tells the listener when that changes, not each
/// failure. Thread-safe.
class Presence {
 public:
  enum class Loss {
    unreachable,  ///< No connection: over as soon as anybody reads or writes.
    unwritable    ///< Connected, but nothing is committed: only a commit shows that it is over.
  };

  void listen(DatabaseListener listener);
  void lost(Loss loss, std::string_view where, std::string_view detail);
  void found_by_read();
  void found_by_commit();

 private:
  bool& flag_of(Loss loss) { return loss == Loss::unreachable ? unreachable_ : unwritable_; }
  void set_lost(bool lost, std::string_view where, std::string_view detail);

  std::atomic<bool> is_lost_{false};  // So that a success costs no lock while all is well.
  std::mutex mutex_;                  // Held while the listener runs: what it is told comes in order.
  bool unreachable_ = false;
  bool unwritable_ = false;
  DatabaseListener listener_;
};

}  // namespace fangst::sql

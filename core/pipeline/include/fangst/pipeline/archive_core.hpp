#pragma once

#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/ports/archive.hpp>
#include <fangst/sql/database.hpp>
#include <fangst/store/local_archive.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace fangst::pipeline {

/// An archive core, embedded or behind a network, as the steps use it. Thread-safe.
class ArchiveCore {
 public:
  virtual ~ArchiveCore() = default;
  /// Carries the order as far as possible in this run. The decision is Next when the core holds all of it; the effect
  /// of a Capture then keeps the record, and lets the next submission of the case continue. The decision is Wait while
  /// the core's dependency is paused or away, and while the core has not answered.
  virtual StepResult carry_out(const StepInput& input, const ports::ArchiveOrder& order) = 0;
};

/// The embedded core, in the database of the steps: an order is one call, in the transaction of the step's outcome. The
/// references must outlive the core.
std::unique_ptr<ArchiveCore> make_local_core(store::LocalArchive& archive, Dependency& dependency);

struct DistantCoreSettings {
  std::chrono::milliseconds call{30'000};  ///< The longest that one call may take.
  /// How long the core may still work on a call that has been given up. Before that, a look-up that finds nothing
  /// proves nothing.
  std::chrono::milliseconds still_working{30'000};
};

/// A core behind a network: one remote write per call, each stored in the database before it is made (ports::Archive).
/// `name` is stored with every order and record: it must not change while the core is in use. The references must
/// outlive the core.
std::unique_ptr<ArchiveCore> make_distant_core(std::string name, sql::Database& database, ports::Archive& archive,
                                               Dependency& dependency, DistantCoreSettings settings = {});

}  // namespace fangst::pipeline

#pragma once

#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/ports/archive.hpp>
#include <fangst/store/local_archive.hpp>

#include <memory>

namespace fangst::pipeline {

/// The archive as the steps see it, wherever it is: what it does, or has done, is written with the step's outcome.
/// Thread-safe. Both calls are refused while the dependency is paused or away.
class ArchiveCore {
 public:
  virtual ~ArchiveCore() = default;
  /// The effect keeps the record, and lets the next submission of the case go on. It refers to `submission`.
  virtual Result<Effect> capture(const model::Submission& submission) = 0;
  virtual Result<Effect> set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt) = 0;
};

/// In the database of the steps: nothing is done before the effect runs.
std::unique_ptr<ArchiveCore> make_local_core(store::LocalArchive& archive, Dependency& dependency);
/// Behind a network: done at once, and found again by its key when the answer is lost.
std::unique_ptr<ArchiveCore> make_distant_core(ports::Archive& archive, Dependency& dependency);

}  // namespace fangst::pipeline

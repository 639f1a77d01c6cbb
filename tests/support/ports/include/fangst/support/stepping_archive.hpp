#pragma once

#include <fangst/ports/archive.hpp>
#include <fangst/support/remote_core.hpp>

namespace fangst::support {

/// A client of RemoteCore's operations, as one of GeoIntegrasjon or N5TG is: saksmappe, journalpost, documents, each a
/// remote write.
class SteppingArchive final : public ports::Archive {
 public:
  explicit SteppingArchive(RemoteCore& core) : core_(core) {}
  Result<ports::ArchiveAnswer> advance(const model::Submission& submission, const ports::ArchiveOrder& order,
                                       const ports::ArchiveState* state, const ports::ArchiveCall& call) override;
  Result<ports::ArchiveAnswer> find(const model::Submission& submission, const ports::ArchiveOrder& order,
                                    const ports::ArchiveState& state, ports::WriteMade made,
                                    model::Deadline deadline) override;

 private:
  Result<ports::ArchiveAnswer> look(const model::Submission& submission, const ports::ArchiveOrder& order);

  RemoteCore& core_;
};

}  // namespace fangst::support

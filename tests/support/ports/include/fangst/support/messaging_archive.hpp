#pragma once

#include <fangst/ports/archive.hpp>
#include <fangst/support/remote_core.hpp>

namespace fangst::support {

/// A client that sends RemoteCore one message for each order and waits for the receipts, as one of Fiks Arkiv does. A
/// message that may have been sent is waited for until its time to live is over; only then is the core searched, and
/// the message sent again.
class MessagingArchive final : public ports::Archive {
 public:
  MessagingArchive(RemoteCore& core, const ports::Clock& clock) : core_(core), clock_(clock) {}
  Result<ports::ArchiveAnswer> advance(const model::Submission& submission, const ports::ArchiveOrder& order,
                                       const ports::ArchiveState* state, const ports::ArchiveCall& call) override;
  Result<ports::ArchiveAnswer> find(const model::Submission& submission, const ports::ArchiveOrder& order,
                                    const ports::ArchiveState& state, ports::WriteMade made,
                                    model::Deadline deadline) override;

 private:
  Result<ports::ArchiveAnswer> ask(const model::Submission& submission, const ports::ArchiveOrder& order,
                                   const ports::ArchiveState& state);
  Result<ports::ArchiveAnswer> search(const model::Submission& submission, const ports::ArchiveOrder& order, int sent);

  RemoteCore& core_;
  const ports::Clock& clock_;
};

}  // namespace fangst::support

#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/model/sha256.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/ports/document_store.hpp>

#include <memory>
#include <optional>
#include <string>

namespace fangst::ports {

/// Fetches a file that an event names by URL, from the hosts that are configured for its source and no others.
/// Blocking and thread-safe.
class FileSource {
 public:
  virtual ~FileSource() = default;
  /// An error (`forbidden`) when the source may not name this URL. Intake asks, so that a wrong address is refused
  /// there. Does not call the host.
  virtual Result<void> may_fetch(const std::string& url, const model::SourceName& source) const = 0;
  /// `rejected_by_dependency` when the bytes do not have the hash `expected`, or when the host has no such file;
  /// `too_large`, `forbidden`, `timeout` or `unavailable` for the rest.
  virtual Result<std::shared_ptr<PendingDocument>> fetch(const std::string& url,
                                                         const std::optional<model::Sha256>& expected,
                                                         const model::SourceName& source, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

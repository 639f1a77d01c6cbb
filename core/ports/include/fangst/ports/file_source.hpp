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
  /// Whether the source may name this place at all; asked at intake, so that a wrong address is refused there.
  virtual Result<void> may_fetch(const std::string& url, const model::SourceName& source) const = 0;
  /// With `expected` the bytes must have that hash.
  virtual Result<std::shared_ptr<PendingDocument>> fetch(const std::string& url,
                                                         const std::optional<model::Sha256>& expected,
                                                         const model::SourceName& source, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/model/timestamp.hpp>

#include <string>

namespace fangst::ports {

/// An event for a specialist system about one submission: CloudEvents 1.0, structured JSON mode.
struct StatusEvent {
  std::string id;    ///< Fixed before the first try: the receiver can drop repeats.
  std::string type;  ///< e.g. "no.fangst.submission.finished.v1"
  model::SourceName source;
  std::string json;  ///< The whole event.
  std::string traceparent;
};

/// Sends events to a source, by webhook or queue as the source is configured, at least once. Blocking and thread-safe.
class SourceNotifier {
 public:
  virtual ~SourceNotifier() = default;
  /// Succeeds without sending when the source has no receiver configured: it can ask the API. `timeout` and
  /// `unavailable` may be tried again; `rejected_by_dependency` needs a person.
  virtual Result<void> notify(const StatusEvent& event, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

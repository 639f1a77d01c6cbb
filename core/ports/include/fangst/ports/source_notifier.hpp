#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/model/timestamp.hpp>

#include <string>

namespace fangst::ports {

/// What a specialist system is told about one submission: a CloudEvents 1.0 event, structured JSON mode.
struct StatusEvent {
  std::string id;    ///< Fixed before the first try: the receiver can drop repeats.
  std::string type;  ///< e.g. "no.fangst.submission.finished.v1"
  model::SourceName source;
  std::string json;  ///< The whole event.
  std::string traceparent;
};

/// Tells a source what became of its submission, by webhook or queue as the source is configured. At least once.
class SourceNotifier {
 public:
  virtual ~SourceNotifier() = default;
  /// A source without any way to be told is a success: it can always ask.
  virtual Result<void> notify(const StatusEvent& event, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports

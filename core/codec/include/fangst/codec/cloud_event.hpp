#pragma once

#include <fangst/codec/json_object.hpp>

#include <string>
#include <string_view>

namespace fangst::codec {

/// What an adapter uses of a CloudEvents 1.0 envelope in structured JSON.
struct CloudEvent {
  std::string id;
  std::string source;
  std::string type;
};

/// Reads and checks the envelope; the caller reads `data`. `expected_source` is the only CloudEvents source that is
/// accepted; empty means any. Attributes for tracing and order are ignored; other unknown attributes are faults.
CloudEvent read_cloud_event(JsonObject& in, std::string_view expected_source);

}  // namespace fangst::codec

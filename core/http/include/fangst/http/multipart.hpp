#pragma once

#include <fangst/error/result.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::http {

struct PartHead {
  std::string name;      ///< From Content-Disposition.
  std::string filename;  ///< UTF-8; filename* (RFC 5987) wins over filename. Metadata only, never a path.
  std::string content_type;
};

/// Incremental multipart parser (RFC 7578 and RFC 2046): bytes in, events out; holds at most one boundary of look-ahead
/// and one part's headers. `invalid_input` on malformed input or a truncated end. Not thread-safe.
class MultipartParser {
 public:
  struct Events {
    std::function<Result<void>(const PartHead&)> on_part;
    std::function<Result<void>(std::string_view)> on_data;
    std::function<Result<void>()> on_part_end;
  };
  MultipartParser(std::string boundary, Events events);
  ~MultipartParser();

  Result<void> write(std::string_view bytes);
  /// To be called at the end of the body: checks that the closing boundary was seen.
  Result<void> finish();

  /// The boundary parameter of a multipart/* content type.
  static std::optional<std::string> boundary_of(std::string_view content_type);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::http

#pragma once

#include <fangst/error/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace fangst::schemas {

/// A document as UTF-8: a view of the input where that was UTF-8 already, else text of its own.
class Utf8Text {
 public:
  static Utf8Text unchanged(std::string_view input) { return {input, {}, false}; }
  static Utf8Text converted(std::string text) { return {{}, std::move(text), true}; }

  std::string_view view() const { return is_converted_ ? std::string_view(converted_) : input_; }

 private:
  Utf8Text(std::string_view input, std::string converted, bool is_converted)
      : input_(input), converted_(std::move(converted)), is_converted_(is_converted) {}

  std::string_view input_;
  std::string converted_;
  bool is_converted_;
};

/// Decides the encoding from the byte order mark or the XML declaration, and only from a short list: the converters of
/// iconv are not for hostile input. The result has no byte order mark.
Result<Utf8Text> to_utf8(std::string_view bytes, std::size_t max_bytes);

}  // namespace fangst::schemas

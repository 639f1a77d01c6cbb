#pragma once

#include <fangst/error/result.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace fangst::ports {

/// Bytes of a known size that are read piece by piece, so that memory does not depend on their number (invariant 10): a
/// stored document, the body of a request or of an answer. Not thread-safe; may block.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  /// Makes the next read begin at the first byte.
  virtual Result<void> rewind() = 0;
  /// Writes to the front of `buffer` and returns the number of bytes; 0 after the last byte. Bytes that end before
  /// size(), go beyond it or end in an error are not the whole: a caller that passes them on must not present them as
  /// whole.
  virtual Result<std::size_t> read(std::span<char> buffer) = 0;
};

/// A small text, held in memory.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

  std::uint64_t size() const override { return text_.size(); }
  Result<void> rewind() override {
    position_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    const auto count = text_.copy(buffer.data(), buffer.size(), position_);
    position_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t position_ = 0;
};

}  // namespace fangst::ports

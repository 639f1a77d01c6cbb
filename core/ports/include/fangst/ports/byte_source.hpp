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
  /// The next read begins at the first byte again.
  virtual Result<void> rewind() = 0;
  /// Fills `buffer` from the front and tells how much; 0 after the last byte. What ends before size() or goes beyond it
  /// is false, and so is what ends in an error: whoever passes the bytes on must not let them pass for whole.
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

#pragma once

#include <fangst/ports/http_client.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace fangst::http_client {

/// A small body, as a source.
class TextSource final : public ports::BodySource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  std::uint64_t size() const override { return text_.size(); }
  Result<void> rewind() override {
    position_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    const auto count = std::min(buffer.size(), text_.size() - position_);
    std::memcpy(buffer.data(), text_.data() + position_, count);
    position_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t position_ = 0;
};

}  // namespace fangst::http_client

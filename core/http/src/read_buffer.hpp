#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace fangst::http {

/// A flat buffer between the socket and the parser: [begin, end) has arrived and is not yet consumed. Grows when asked,
/// never by itself. The memory is not cleared.
class ReadBuffer {
 public:
  std::string_view data() const { return {memory_.get() + begin_, end_ - begin_}; }
  char* begin() { return memory_.get() + begin_; }
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }
  std::size_t capacity() const { return capacity_; }

  /// Room at the end, after moving what is held to the front.
  std::size_t room() const { return capacity_ - size(); }
  char* prepare() {
    if (begin_ > 0) {
      std::memmove(memory_.get(), memory_.get() + begin_, size());
      end_ -= begin_;
      begin_ = 0;
    }
    return memory_.get() + end_;
  }
  void commit(std::size_t bytes) { end_ += bytes; }
  void consume(std::size_t bytes) {
    begin_ += bytes;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  /// At least `capacity` bytes in all.
  void reserve(std::size_t capacity) {
    if (capacity > capacity_) reallocate(capacity);
  }
  /// Gives back memory that a large request took.
  void shrink_to(std::size_t capacity) {
    if (capacity_ > capacity && size() <= capacity) reallocate(capacity);
  }

 private:
  void reallocate(std::size_t capacity) {
    std::unique_ptr<char[]> memory(new char[capacity]);
    const std::size_t held = size();
    if (held > 0) std::memcpy(memory.get(), memory_.get() + begin_, held);
    memory_ = std::move(memory);
    capacity_ = capacity;
    begin_ = 0;
    end_ = held;
  }

  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace fangst::http

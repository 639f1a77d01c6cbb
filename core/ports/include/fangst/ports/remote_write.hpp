#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace fangst::ports {

/// Allows one remote write, once: the one that the stored state announced. An adapter calls begin() immediately before
/// it sends the request; the caller reads afterwards, with has_begun(), whether anything can have been sent. Used by
/// one thread.
class RemoteWrite {
 public:
  /// No write is allowed when `announced` is empty.
  explicit RemoteWrite(std::string announced = {}) : announced_(std::move(announced)) {}

  /// Throws std::logic_error, before anything is sent, when this write was not announced or is the second.
  void begin(std::string_view name) {
    if (has_begun_) throw std::logic_error("a second remote write in one call: " + std::string(name));
    if (announced_.empty() || name != announced_) {
      throw std::logic_error("the remote write " + std::string(name) + " is not the one announced: " + announced_);
    }
    has_begun_ = true;
  }
  bool has_begun() const { return has_begun_; }

 private:
  std::string announced_;
  bool has_begun_ = false;
};

}  // namespace fangst::ports

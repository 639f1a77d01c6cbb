#pragma once

#include "errors.hpp"

#include <fangst/error/exception_text.hpp>
#include <fangst/ports/http_client.hpp>

#include <cpprest/astreambuf.h>

#include <condition_variable>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

/// The two stream buffers between cpprest's threads and ours. Seen by one translation unit.
namespace fangst::http_client {

/// Carries our Error through cpprest's exceptions.
struct StreamFailed : std::runtime_error {
  explicit StreamFailed(Error cause) : std::runtime_error("stream failed"), error(std::move(cause)) {}
  Error error;
};

/// What cpprest asks of a buffer and never uses over HTTP: everything but getn and putn_nocopy.
class OneWayBuffer : public concurrency::streams::details::streambuf_state_manager<std::uint8_t> {
 public:
  using streambuf_state_manager::streambuf_state_manager;
  bool can_seek() const override { return false; }
  bool has_size() const override { return false; }
  std::size_t buffer_size(std::ios_base::openmode) const override { return 0; }
  void set_buffer_size(std::size_t, std::ios_base::openmode) override {}
  std::size_t in_avail() const override { return 0; }
  pos_type getpos(std::ios_base::openmode) const override { return static_cast<pos_type>(traits::eof()); }
  pos_type seekpos(pos_type, std::ios_base::openmode) override { return static_cast<pos_type>(traits::eof()); }
  pos_type seekoff(off_type, std::ios_base::seekdir, std::ios_base::openmode) override {
    return static_cast<pos_type>(traits::eof());
  }
  bool acquire(std::uint8_t*& /*ptr*/, std::size_t& /*count*/) override { return false; }
  void release(std::uint8_t*, std::size_t) override {}

 protected:
  pplx::task<int_type> _putc(std::uint8_t) override { return unused<int_type>(); }
  pplx::task<std::size_t> _putn(const std::uint8_t*, std::size_t) override { return unused<std::size_t>(); }
  pplx::task<int_type> _bumpc() override { return unused<int_type>(); }
  int_type _sbumpc() override { return traits::eof(); }
  pplx::task<int_type> _getc() override { return unused<int_type>(); }
  int_type _sgetc() override { return traits::eof(); }
  pplx::task<int_type> _nextc() override { return unused<int_type>(); }
  pplx::task<int_type> _ungetc() override { return unused<int_type>(); }
  pplx::task<std::size_t> _getn(std::uint8_t*, std::size_t) override { return unused<std::size_t>(); }
  std::size_t _scopy(std::uint8_t*, std::size_t) override { return 0; }
  pplx::task<bool> _sync() override { return pplx::task_from_result(true); }
  std::uint8_t* _alloc(std::size_t) override { return nullptr; }
  void _commit(std::size_t) override {}

 private:
  template <class T>
  static pplx::task<T> unused() {
    return pplx::task_from_exception<T>(std::make_exception_ptr(std::logic_error("not a seekable stream")));
  }
};

/// The request body: read on cpprest's threads while it is sent.
class SourceBuffer final : public OneWayBuffer {
 public:
  explicit SourceBuffer(std::shared_ptr<ports::ByteSource> source)
      : OneWayBuffer(std::ios_base::in), source_(std::move(source)) {}

  pplx::task<std::size_t> getn(std::uint8_t* ptr, std::size_t count) override {
    const std::lock_guard lock(mutex_);
    if (!source_) return pplx::task_from_result<std::size_t>(0);
    auto got = read({reinterpret_cast<char*>(ptr), count});
    if (got && *got > 0) return pplx::task_from_result(*got);
    auto error = got ? body_too_short("http.body") : std::move(got).error();
    return pplx::task_from_exception<std::size_t>(std::make_exception_ptr(StreamFailed(std::move(error))));
  }

  /// The caller has its answer or has given up: what the source reads from may be gone soon.
  void detach() {
    const std::lock_guard lock(mutex_);
    source_.reset();
  }

 private:
  /// What is thrown into cpprest here ends the process.
  Result<std::size_t> read(std::span<char> to) {
    try {
      return source_->read(to);
    } catch (...) {
      return Failure(body_failed("http.body", describe_current_exception()));
    }
  }

  std::mutex mutex_;
  std::shared_ptr<ports::ByteSource> source_;
};

/// The response body. Either gathered as it comes, up to a limit, or handed over piece by piece to a thread that
/// calls take(): cpprest reads no further before the piece has been consumed.
class ResponseBuffer final : public OneWayBuffer {
 public:
  ResponseBuffer(bool hands_over, std::uint64_t limit)
      : OneWayBuffer(std::ios_base::out), hands_over_(hands_over), limit_(limit) {}

  pplx::task<std::size_t> putn_nocopy(const std::uint8_t* ptr, std::size_t count) override {
    const std::lock_guard lock(mutex_);
    total_ += count;
    if (is_abandoned_ || total_ > limit_) return fail(answer_too_large("http.response"));
    if (!hands_over_) {
      gathered_.append(reinterpret_cast<const char*>(ptr), count);
      return pplx::task_from_result(count);
    }
    piece_ = {reinterpret_cast<const char*>(ptr), count};
    consumed_ = {};
    changed_.notify_all();
    return pplx::create_task(consumed_);
  }

  /// No further piece will come; `failure` is why, when it is not the end of the body.
  void end(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
    failure_ = std::move(failure);
    changed_.notify_all();
  }

  enum class Event { piece, end, deadline };
  /// Waits for the next piece; it is valid until consumed().
  Event take(std::string_view& piece, model::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_until(lock, deadline, [this] { return is_ended_ || !piece_.empty(); })) return Event::deadline;
    piece = piece_;
    return piece_.empty() ? Event::end : Event::piece;
  }

  void consumed() {
    const std::lock_guard lock(mutex_);
    const auto count = piece_.size();
    piece_ = {};
    consumed_.set(count);
  }

  /// Nobody will take more: whatever comes fails. True unless the body had ended.
  bool abandon() {
    const std::lock_guard lock(mutex_);
    is_abandoned_ = true;
    if (!piece_.empty()) {
      piece_ = {};
      consumed_.set_exception(std::make_exception_ptr(StreamFailed(answer_too_large("http.response"))));
    }
    return !is_ended_;
  }

  std::exception_ptr failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

  std::string gathered() {
    const std::lock_guard lock(mutex_);
    return std::move(gathered_);
  }

 private:
  static pplx::task<std::size_t> fail(Error error) {
    return pplx::task_from_exception<std::size_t>(std::make_exception_ptr(StreamFailed(std::move(error))));
  }

  const bool hands_over_;
  const std::uint64_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string gathered_;
  std::string_view piece_;
  pplx::task_completion_event<std::size_t> consumed_;
  std::uint64_t total_ = 0;
  bool is_ended_ = false;
  bool is_abandoned_ = false;
  std::exception_ptr failure_;
};

}  // namespace fangst::http_client

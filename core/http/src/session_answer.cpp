#include "faults.hpp"
#include "response_head.hpp"
#include "session.hpp"

#include <algorithm>
#include <utility>

namespace fangst::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kKeptBuffer = 32U << 10U;
constexpr std::size_t kJoinedBody = 8U << 10U;  // Copied behind the head, so that one write carries both.
constexpr std::size_t kSourceBuffer = 256U << 10U;
constexpr std::size_t kDrainLimit = 4U << 20U;
constexpr auto kDrainTime = 2s;

/// Succeeds when the source gave all that was asked for and, after its last byte, said that it was the last.
Result<void> fill(ports::ByteSource& source, std::span<char> to, bool is_last) try {
  while (!to.empty()) {
    FANGST_TRY(const std::size_t got, source.read(to));
    if (got == 0 || got > to.size()) return Failure(internal_error("http.source", "the body is shorter than it said"));
    to = to.subspan(got);
  }
  if (!is_last) return {};
  char beyond = 0;
  FANGST_TRY(const std::size_t more, source.read({&beyond, 1}));
  if (more != 0) return Failure(internal_error("http.source", "the body is longer than it said"));
  return {};
} catch (...) {
  return Failure(internal_error("http.source", describe_current_exception()));
}

}  // namespace

void Session::deliver(Response response) {
  if (loop_->is_current_thread()) return accept_answer(std::move(response));
  loop_->post(
      [self = shared_from_this(), given = std::move(response)]() mutable { self->accept_answer(std::move(given)); });
}

void Session::accept_answer(Response response) {
  if (phase_ != Phase::answering || response_) return;
  response_ = std::move(response);
  if (!in_callback_) write_response();
}

void Session::write_response() {
  if (response_->status == kCloseUnanswered) return close();
  phase_ = Phase::writing;
  deadline_ = Clock::now() + core_->settings.read_timeout;
  if (response_->status < 200 || response_->status > 599) {
    const auto given = "the handler answered with status " + std::to_string(response_->status);
    response_ = own_problem(OwnProblem::internal, trace_id(), given);
  }
  keep_alive_ = keep_alive_ && !core_->stopping;
  out_.clear();
  append_head(out_, *response_, {.close = !keep_alive_, .http_1_0 = parser_->version() < 11});
  std::string_view body;
  if (!is_head_ && may_have_body(response_->status)) {
    if (response_->source) {
      source_left_ = response_->source->size();
    } else if (response_->body.size() <= kJoinedBody) {
      out_ += response_->body;
    } else {
      body = response_->body;
    }
  }
  begin_write(out_, body);
}

void Session::read_source() {
  deadline_ = Clock::time_point::max();
  core_->pool.post([self = shared_from_this(), source = response_->source, left = source_left_,
                    buffer = std::move(source_buffer_)]() mutable {
    buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, kSourceBuffer)));
    auto read = fill(*source, buffer, buffer.size() == left);
    self->loop_->post([self, read = std::move(read), filled = std::move(buffer)]() mutable {
      self->on_source_read(std::move(read), std::move(filled));
    });
  });
}

void Session::on_source_read(Result<void> read, std::string buffer) {
  if (phase_ != Phase::writing) return;
  if (!read) {
    response_->cause = cause_of(read.error());
    return close();
  }
  deadline_ = Clock::now() + core_->settings.read_timeout;
  source_buffer_ = std::move(buffer);
  source_left_ -= source_buffer_.size();
  begin_write(source_buffer_, {});
}

void Session::on_written(bool ok) {
  if (phase_ != Phase::writing && !(phase_ == Phase::body && sending_continue_)) return;
  if (!ok) return close();
  if (sending_continue_) {
    sending_continue_ = false;
  } else if (source_left_ > 0) {
    return read_source();
  } else {
    end_request();
  }
  advance();
}

void Session::end_request() {
  report_outcome(response_->status);
  drop_consumer();
  drop_source();
  in_.consume(std::exchange(stored_input_, 0));
  response_.reset();
  collected_ = {};
  body_bytes_ = 0;
  trace_id_size_ = 0;
  is_head_ = false;
  expects_continue_ = false;
  deadline_ = Clock::now() + (keep_alive_ ? core_->settings.idle_timeout : std::chrono::milliseconds(kDrainTime));
  if (keep_alive_ && !(core_->stopping && in_.empty())) {
    parser_.reset();
    in_.shrink_to(kKeptBuffer);
    phase_ = Phase::idle;
    return;
  }
  phase_ = Phase::draining;
  begin_close_gently();
}

/// Closing a file may block, as reading it may.
void Session::drop_source() {
  if (response_->source) core_->pool.post([dropped = std::move(response_->source)] {});
  source_buffer_ = {};
  source_left_ = 0;
}

/// A socket that is closed with unread bytes sends a reset, which may overtake the answer: so they are read first.
void Session::on_gently_closed(bool ok) {
  if (phase_ != Phase::draining) return;
  const bool nothing_to_come = parser_->is_done() && in_.empty();
  if (!ok || nothing_to_come || reading_) return close();
  in_.consume(in_.size());
  begin_drain(in_.prepare(), in_.room());
}

void Session::on_drained(bool ok, std::size_t bytes) {
  if (phase_ != Phase::draining) return;
  drained_ += bytes;
  if (!ok || drained_ > kDrainLimit) return close();
  begin_drain(in_.prepare(), in_.room());
}

}  // namespace fangst::http

#include "faults.hpp"
#include "session.hpp"

#include <fangst/http/problem.hpp>

#include <boost/beast/http/error.hpp>

#include <atomic>
#include <cstring>
#include <utility>

namespace fangst::http {
namespace {

constexpr std::size_t kBlockBuffer = 256U << 10U;
constexpr std::size_t kLeastBlock = 64U << 10U;  // What makes a hop to another thread worth while.
constexpr std::size_t kInlinedBuffer = 64U << 10U;

Result<void> write_guarded(BodyConsumer& consumer, std::string_view bytes) {
  try {
    return consumer.write(bytes);
  } catch (...) {
    return Failure(internal_error("http.body", describe_current_exception()));
  }
}

/// The one answer to one request: given once, or by its destructor.
class Answer {
 public:
  Answer(std::weak_ptr<Session> session, std::string trace_id)
      : session_(std::move(session)), trace_id_(std::move(trace_id)) {}
  ~Answer() {
    if (!given_) give(own_problem(OwnProblem::internal, trace_id_, "the handler ended without an answer"));
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  /// False when it had been given before.
  bool give(Response response) {
    if (given_.exchange(true)) return false;
    if (const auto session = session_.lock()) session->deliver(std::move(response));
    return true;
  }
  const std::string& trace_id() const { return trace_id_; }

 private:
  std::weak_ptr<Session> session_;
  std::string trace_id_;
  std::atomic<bool> given_{false};
};

}  // namespace

/// What the consumer throws is answered as an internal error, or told by itself when it has answered already.
void Session::finish(BodyConsumer& consumer) {
  const auto answer = std::make_shared<Answer>(weak_from_this(), std::string(trace_id()));
  try {
    consumer.finish([answer](Response response) { answer->give(std::move(response)); });
  } catch (...) {
    const auto fault = internal_error("http.finish", describe_current_exception());
    const bool is_told = answer->give(problem(fault, answer->trace_id()));
    if (!is_told && core_->on_fault) core_->on_fault(fault, answer->trace_id());
  }
}

std::uint64_t Session::body_remaining() const { return parser_->content_length_remaining().value_or(0); }

void Session::expect_body(BodyMode mode) {
  mode_ = mode;
  if (parser_->is_done()) return finish_body();
  phase_ = Phase::body;
  slowest_allowed_end_ = Clock::now() + core_->settings.read_timeout;
  touch(0);
  if (expects_continue_ && in_.empty()) {
    sending_continue_ = true;
    begin_write("HTTP/1.1 100 Continue\r\n\r\n", {});
  }
}

void Session::take_body() {
  if (mode_ == BodyMode::blocking) {
    take_blocking();
  } else {
    take_inlined();
  }
}

void Session::take_inlined() {
  if (in_.empty()) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(body_remaining(), kInlinedBuffer));
    in_.reserve(wanted);
    return read_more(std::max<std::size_t>(wanted, 1));
  }
  boost::beast::error_code ec;
  const auto used = parser_->step(in_.data().data(), in_.size(), ec);
  const auto piece = parser_->piece();
  in_.consume(used);
  if (ec == boost::beast::http::error::need_more) {
    if (in_.room() == 0) return refuse(OwnProblem::bad_request, true);
    return read_more(1);
  }
  if (ec) return refuse_unparsable(ec);
  if (!take_piece(piece)) return;
  if (parser_->is_done()) finish_body();
}

bool Session::exceeds_limit(std::size_t more) {
  body_bytes_ += more;
  const auto limit = mode_ == BodyMode::collected ? core_->settings.small_body : core_->settings.body_limit;
  if (body_bytes_ <= limit) return false;
  refuse(OwnProblem::content_too_large, true);
  return true;
}

bool Session::take_piece(std::string_view piece) {
  if (mode_ == BodyMode::discarded || piece.empty()) return true;
  if (exceeds_limit(piece.size())) return false;
  if (mode_ == BodyMode::collected) {
    collected_.append(piece);
    return true;
  }
  auto written = write_guarded(*consumer_, piece);
  if (!written) refuse(problem(written.error(), trace_id()));
  return written.has_value();
}

void Session::take_blocking() {
  const auto least =
      static_cast<std::size_t>(parser_->chunked() ? 1 : std::min<std::uint64_t>(body_remaining(), kLeastBlock));
  if (in_.size() < least) {
    in_.reserve(kBlockBuffer);
    return read_more(least - in_.size());
  }
  boost::beast::error_code ec;
  const auto bytes = gather_pieces(ec);
  const bool stuck = ec == boost::beast::http::error::need_more;
  if (ec && !stuck) return refuse_unparsable(ec);
  if (exceeds_limit(bytes.size())) return;
  if (!bytes.empty() || parser_->is_done()) return store_in_pool(bytes);
  in_.consume(stored_input_);
  in_.reserve(kBlockBuffer);
  if (in_.room() == 0) return refuse(OwnProblem::bad_request, true);
  read_more(1);
}

/// Moves the data of all chunks in the buffer together, over what framed them; the buffer itself is consumed later.
std::string_view Session::gather_pieces(boost::beast::error_code& ec) {
  char* const first = in_.begin();
  char* gathered = first;
  std::size_t used = 0;
  const std::size_t size = in_.size();
  while (used < size && !parser_->is_done() && !ec) {
    used += parser_->step(first + used, size - used, ec);
    const auto piece = parser_->piece();
    if (!piece.empty()) std::memmove(gathered, piece.data(), piece.size());
    gathered += piece.size();
  }
  stored_input_ = used;
  return {first, static_cast<std::size_t>(gathered - first)};
}

void Session::store_in_pool(std::string_view bytes) {
  phase_ = Phase::answering;
  deadline_ = Clock::time_point::max();
  const bool last = parser_->is_done();
  core_->pool.post([self = shared_from_this(), consumer = consumer_, bytes, last, began = Clock::now()] {
    auto written = write_guarded(*consumer, bytes);
    if (written && last) return self->finish(*consumer);
    self->loop_->post(
        [self, began, written = std::move(written)]() mutable { self->on_stored(std::move(written), began); });
  });
}

void Session::on_stored(Result<void> result, Clock::time_point began) {
  if (phase_ != Phase::answering) return;
  in_.consume(std::exchange(stored_input_, 0));
  if (!result) {
    refuse(problem(result.error(), trace_id()));
  } else {
    phase_ = Phase::body;
    slowest_allowed_end_ += Clock::now() - began;  // We were slow, not the peer.
    touch(0);
  }
  advance();
}

/// What a consumer does when it is dropped (closing and deleting a file, say) may block as its writes may.
void Session::drop_consumer() {
  if (!consumer_) return;
  if (mode_ == BodyMode::blocking) {
    core_->pool.post([dropped = std::move(consumer_)] {});
  }
  consumer_.reset();
}

void Session::finish_body() {
  phase_ = Phase::answering;
  deadline_ = Clock::time_point::max();
  if (mode_ == BodyMode::discarded) return write_response();
  if (mode_ == BodyMode::collected) return finish_collected();
  finish_inlined();
}

void Session::finish_inlined() {
  in_callback_ = true;
  finish(*consumer_);
  in_callback_ = false;
  if (response_) write_response();
}

void Session::finish_collected() {
  collected_head_ = std::move(parser_->head());
  core_->pool.post([self = shared_from_this()] {
    try {
      self->deliver((*self->handler_)(self->collected_head_, self->collected_));
    } catch (...) {
      self->deliver(problem(internal_error("http.handler", describe_current_exception()), self->trace_id()));
    }
  });
}

}  // namespace fangst::http

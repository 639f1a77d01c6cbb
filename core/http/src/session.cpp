#include "session.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace fangst::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFirstBuffer = 8U << 10U;
constexpr int kClientLeft = 499;
constexpr std::uint64_t kLowestBodyRate = 500;  // Bytes a second, after the first read timeout.

}  // namespace

Session::Session(std::shared_ptr<Core> core, std::shared_ptr<Loop> loop, std::string remote, bool overloaded)
    : core_(std::move(core)), loop_(std::move(loop)), remote_(std::move(remote)), overloaded_(overloaded) {}

void Session::start() {
  if (core_->stopping) return close();
  deadline_ = Clock::now() + core_->settings.header_timeout;
  begin_handshake();
}

void Session::on_handshake(bool ok) {
  if (phase_ != Phase::handshake) return;
  if (!ok) return close();
  phase_ = Phase::idle;
  in_.reserve(kFirstBuffer);
  out_.reserve(512);
  advance();
}

void Session::advance() {
  if (advancing_) return;
  advancing_ = true;
  while (can_advance()) {
    if (phase_ == Phase::body) {
      take_body();
    } else {
      parse_head();
    }
  }
  advancing_ = false;
}

bool Session::can_advance() const {
  if (reading_ || sending_continue_) return false;
  return phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body;
}

void Session::read_more(std::size_t at_least) {
  char* to = in_.prepare();
  reading_ = true;
  begin_read(to, in_.room(), std::min(at_least, in_.room()));
}

void Session::on_read(bool ok, std::size_t bytes) {
  reading_ = false;
  if (phase_ != Phase::idle && phase_ != Phase::head && phase_ != Phase::body) return;
  if (!ok) return close();
  in_.commit(bytes);
  advance();
}

void Session::touch(std::size_t bytes) {
  if (phase_ != Phase::body && phase_ != Phase::writing) return;
  const auto now = Clock::now();
  deadline_ = now + core_->settings.read_timeout;
  if (phase_ == Phase::writing) return;
  slowest_allowed_end_ += std::chrono::nanoseconds(1s) * bytes / kLowestBodyRate;
  deadline_ = std::min(deadline_, slowest_allowed_end_);
}

void Session::parse_head() {
  if (phase_ == Phase::idle) {
    while (!in_.empty() && (in_.data().front() == '\r' || in_.data().front() == '\n')) in_.consume(1);
    if (in_.empty()) return read_more(1);
    began_ = Clock::now();
    deadline_ = began_ + core_->settings.header_timeout;
    parser_.emplace(core_->settings.header_limit);
    phase_ = Phase::head;
  }
  boost::beast::error_code ec;
  in_.consume(parser_->step(in_.data().data(), in_.size(), ec));
  if (ec == boost::beast::http::error::need_more) {
    if (in_.room() == 0) in_.reserve(in_.capacity() * 2);
    return read_more(1);
  }
  if (ec) return refuse_unparsable(ec);
  if (parser_->is_header_done()) on_head();
}

void Session::on_sweep(Clock::time_point now) {
  if (now < deadline_) return;
  if (phase_ != Phase::head && phase_ != Phase::body) return close();
  if (sending_continue_) return close();
  if (method_.empty()) method_ = "other";
  refuse(OwnProblem::request_timeout, true);
}

void Session::close_if_idle() {
  if (phase_ == Phase::idle || phase_ == Phase::handshake) close();
}

void Session::close() {
  if (phase_ == Phase::closed) return;
  const auto self = shared_from_this();
  if (!method_.empty()) report_outcome(kClientLeft);
  phase_ = Phase::closed;
  close_socket();
  drop_consumer();
  loop_->remove(*this);
  core_->connection_closed();
}

void Session::report_outcome(int status) {
  if (core_->observer) {
    auto cause = response_ ? std::move(response_->cause) : std::nullopt;
    core_->observer({method_, pattern_, status, Clock::now() - began_, std::string(trace_id()), std::move(cause)});
  }
  method_.clear();
  pattern_.clear();
}

}  // namespace fangst::http

#include "session.hpp"

#include "response_head.hpp"

#include <fangst/http/problem.hpp>

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace fangst::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFirstBuffer = 8U << 10U;
constexpr std::size_t kKeptBuffer = 32U << 10U;
constexpr std::size_t kJoinedBody = 8U << 10U;  // Copied behind the head, so that one write carries both.
constexpr std::size_t kTargetLimit = 8U << 10U;
constexpr std::size_t kDrainLimit = 4U << 20U;
constexpr auto kDrainTime = 2s;
constexpr int kClientLeft = 499;
constexpr std::uint64_t kLowestBodyRate = 500;  // Bytes a second, after the first read timeout.

std::string known_method(const std::string& method) {
  for (const auto* known : {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"}) {
    if (method == known) return method;
  }
  return "other";
}

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

void Session::on_head() {
  auto& head = parser_->head();
  method_ = known_method(head.method);
  is_head_ = head.method == "HEAD";
  keep_alive_ = parser_->keep_alive();
  head.remote = remote_;
  expects_continue_ = parser_->version() >= 11 && !head.header("expect").empty();
  if (const auto length = parser_->content_length()) head.content_length = *length;
  if (overloaded_) return refuse(OwnProblem::overloaded, true);
  adopt_trace();
  if (const auto objection = objection_to_head()) return refuse(*objection, true);
  if (auto parsed = parse_target(parser_->raw_target(), head); !parsed) {
    return refuse(problem(parsed.error(), trace_id()));
  }
  choose_route();
}

std::optional<OwnProblem> Session::objection_to_head() const {
  const auto& head = parser_->head();
  const bool old = parser_->version() < 11;
  if (parser_->host_count() > 1 || (!old && parser_->host_count() == 0)) return OwnProblem::bad_request;
  if (parser_->has_transfer_encoding()) {
    // An encoding that is not understood, or that HTTP/1.0 does not know, is how requests are smuggled.
    if (old) return OwnProblem::bad_request;
    if (!parser_->is_plainly_chunked()) return OwnProblem::not_implemented;
  }
  if (parser_->raw_target().size() > kTargetLimit) return OwnProblem::target_too_long;
  const auto expect = head.header("expect");
  if (!expect.empty() && !boost::beast::iequals({expect.data(), expect.size()}, "100-continue")) {
    return OwnProblem::expectation_failed;
  }
  if (head.content_length.value_or(0) > core_->settings.body_limit) return OwnProblem::content_too_large;
  return std::nullopt;
}

void Session::adopt_trace() {
  auto& headers = parser_->head().headers;
  const auto given = std::find_if(headers.begin(), headers.end(),
                                  [](const auto& field) { return boost::beast::iequals(field.first, "traceparent"); });
  std::string_view id;
  if (given != headers.end()) {
    if (trace_id_of(given->second).empty()) given->second = adopt_traceparent({});
    id = trace_id_of(given->second);
  } else {
    headers.emplace_back("traceparent", adopt_traceparent({}));
    id = trace_id_of(headers.back().second);
  }
  trace_id_size_ = id.copy(trace_id_.data(), trace_id_.size());
}

void Session::choose_route() {
  auto& head = parser_->head();
  auto match = core_->router.find(head.method, head.path);
  if (!match.handler) {
    if (match.allowed_methods.empty()) return refuse(OwnProblem::not_found);
    std::string allow;
    for (const auto& method : match.allowed_methods) allow += (allow.empty() ? "" : ", ") + method;
    auto response = own_problem(OwnProblem::method_not_allowed, trace_id());
    response.headers.emplace_back("Allow", std::move(allow));
    return refuse(std::move(response));
  }
  pattern_ = std::move(match.pattern);
  head.path_params = std::move(match.path_params);
  if (const auto* open = std::get_if<StreamHandler>(match.handler)) return open_body(*open);
  handler_ = std::get_if<Handler>(match.handler);
  const auto length = head.content_length.value_or(0);
  if (length > core_->settings.small_body) return refuse(OwnProblem::content_too_large);
  collected_.reserve(static_cast<std::size_t>(length));
  expect_body(BodyMode::collected);
}

void Session::open_body(const StreamHandler& open) {
  const bool inlined = !parser_->chunked() && parser_->head().content_length.value_or(0) <= core_->settings.inline_body;
  try {
    auto opened = open(std::move(parser_->head()));
    if (!opened) return refuse(problem(opened.error(), trace_id()));
    consumer_ = std::move(*opened);
  } catch (...) {
    return refuse(OwnProblem::internal, true);
  }
  if (!consumer_) return refuse(OwnProblem::internal, true);
  expect_body(inlined ? BodyMode::inlined : BodyMode::blocking);
}

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

/// A small body that is on its way is read and dropped, so that the connection can go on; else it ends after the
/// answer.
void Session::refuse(Response response, bool close_connection) {
  response_ = std::move(response);
  const bool whole = parser_->is_done();
  const bool droppable =
      !close_connection && !expects_continue_ && !parser_->chunked() && body_remaining() <= core_->settings.inline_body;
  if (whole && !close_connection) return write_response();
  if (!whole && droppable) {
    drop_consumer();
    return expect_body(BodyMode::discarded);
  }
  keep_alive_ = false;
  write_response();
}

void Session::refuse(OwnProblem what, bool close_connection) {
  refuse(own_problem(what, trace_id()), close_connection);
}

void Session::refuse_unparsable(const boost::beast::error_code& ec) {
  using boost::beast::http::error;
  if (method_.empty()) method_ = "other";
  if (ec == error::bad_version) return refuse(OwnProblem::version_not_supported, true);
  if (ec != error::header_limit) return refuse(OwnProblem::bad_request, true);
  // Without a request line, what does not fit is the target.
  refuse(parser_->raw_target().empty() ? OwnProblem::target_too_long : OwnProblem::headers_too_large, true);
}

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
  if (response_->status < 200 || response_->status > 599) response_ = own_problem(OwnProblem::internal, trace_id());
  keep_alive_ = keep_alive_ && !core_->stopping;
  out_.clear();
  append_head(out_, *response_, {.close = !keep_alive_, .http_1_0 = parser_->version() < 11});
  std::string_view body;
  if (!is_head_ && may_have_body(response_->status)) {
    if (response_->body.size() <= kJoinedBody) {
      out_ += response_->body;
    } else {
      body = response_->body;
    }
  }
  begin_write(out_, body);
}

void Session::on_written(bool ok) {
  if (phase_ != Phase::writing && !(phase_ == Phase::body && sending_continue_)) return;
  if (!ok) return close();
  if (sending_continue_) {
    sending_continue_ = false;
  } else {
    end_request();
  }
  advance();
}

void Session::end_request() {
  report_outcome(response_->status);
  drop_consumer();
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
  if (core_->observer) core_->observer({method_, pattern_, status, Clock::now() - began_});
  method_.clear();
  pattern_.clear();
}

/// What a consumer does when it is dropped (closing and deleting a file, say) may block as its writes may.
void Session::drop_consumer() {
  if (!consumer_) return;
  if (mode_ == BodyMode::blocking) {
    core_->pool.post([dropped = std::move(consumer_)] {});
  }
  consumer_.reset();
}

}  // namespace fangst::http

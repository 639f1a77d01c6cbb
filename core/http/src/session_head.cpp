#include "faults.hpp"
#include "session.hpp"

#include <fangst/http/problem.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/trace_context.hpp>

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace fangst::http {
namespace {

constexpr std::size_t kTargetLimit = 8U << 10U;

std::string known_method(const std::string& method) {
  for (const auto* known : {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"}) {
    if (method == known) return method;
  }
  return "other";
}

}  // namespace

void Session::on_head() {
  auto& head = parser_->head();
  method_ = known_method(head.method);
  is_head_ = head.method == "HEAD";
  keep_alive_ = parser_->keep_alive();
  head.remote = remote_;
  expects_continue_ = parser_->version() >= 11 && !head.header("expect").empty();
  if (const auto length = parser_->content_length()) head.content_length = *length;
  adopt_trace();
  if (overloaded_) return refuse(OwnProblem::overloaded, true);
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
  if (!expect.empty() && !text::iequals(expect, "100-continue")) {
    return OwnProblem::expectation_failed;
  }
  if (head.content_length.value_or(0) > core_->settings.body_limit) return OwnProblem::content_too_large;
  return std::nullopt;
}

void Session::adopt_trace() {
  auto& headers = parser_->head().headers;
  const auto given = std::find_if(headers.begin(), headers.end(),
                                  [](const auto& field) { return text::iequals(field.first, "traceparent"); });
  std::string_view id;
  if (given != headers.end()) {
    if (text::trace_id_of(given->second).empty()) given->second = text::adopt_traceparent({});
    id = text::trace_id_of(given->second);
  } else {
    headers.emplace_back("traceparent", text::adopt_traceparent({}));
    id = text::trace_id_of(headers.back().second);
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
    return refuse(problem(internal_error("http.open", describe_current_exception()), trace_id()), true);
  }
  if (!consumer_) return refuse(OwnProblem::internal, true);
  expect_body(inlined ? BodyMode::inlined : BodyMode::blocking);
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
  // A head that could not be read, too, is answered with what finds its line in the log (invariant 18).
  if (trace_id_size_ == 0) adopt_trace();
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

}  // namespace fangst::http

#pragma once

#include "alarms.hpp"
#include "errors.hpp"
#include "exchange.hpp"
#include "lane.hpp"
#include "streams.hpp"
#include "target.hpp"

#include <fangst/http_client/client.hpp>
#include <fangst/text/ascii.hpp>

#include <cpprest/http_client.h>

#include <algorithm>
#include <array>

namespace fangst::http_client {

inline std::shared_ptr<ports::ByteSource> body_of(const ports::HttpRequest& request) {
  if (request.body_source) return request.body_source;
  return request.body.empty() ? nullptr : std::make_shared<ports::TextSource>(request.body);
}

/// Framing and connection are ours to decide.
inline bool is_set_by_us(const std::string& name) {
  constexpr std::array<const char*, 3> kOurs = {"Content-Length", "Transfer-Encoding", "Connection"};
  return std::any_of(kOurs.begin(), kOurs.end(), [&](const char* ours) { return text::iequals(name, ours); });
}

struct Outcome {
  Result<ports::HttpResponse> result;
  enum class Repeat { never, if_safe, always } repeat = Repeat::never;
};

/// Sends one request once, and tells what its failure means.
class Attempt {
 public:
  using Message = web::http::http_request;
  using Answer = web::http::http_response;

  Attempt(const Settings& settings, const ports::HttpRequest& request, const Target& target,
          const ports::HttpClient::BodySink* sink, model::Deadline deadline, std::shared_ptr<Lane> lane)
      : settings_(settings),
        request_(request),
        target_(target),
        sink_(sink),
        deadline_(deadline),
        lane_(std::move(lane)),
        where_("http " + request.method + " " + target.origin),
        body_(body_of(request)),
        buffer_(std::make_shared<ResponseBuffer>(
            sink != nullptr, sink != nullptr ? settings.max_download_bytes : settings.max_response_bytes)) {}

  Outcome run(Alarms& alarms) {
    auto outcome = exchange(alarms);
    if (source_) source_->detach();
    if (!outcome.result) lane_->discard();
    return outcome;
  }

 private:
  Outcome exchange(Alarms& alarms) {
    if (body_) {
      if (auto rewound = body_->rewind(); !rewound) return {Failure(std::move(rewound).error())};
    }
    try {
      const TimeLimit limit(alarms, exchange_, Alarms::Time::clock::now() + settings_.connect_timeout, deadline_);
      const auto answer = lane_->begin().request(make_message(), exchange_->cancel.get_token()).get();
      return {sink_ != nullptr ? receive_in_pieces(answer) : receive(answer)};
    } catch (...) {
      return explain(std::current_exception());
    }
  }

  Message make_message() {
    Message message(request_.method);
    message.set_request_uri(web::uri(target_.resource));
    if (body_) {
      source_ = std::make_shared<SourceBuffer>(body_);
      const concurrency::streams::streambuf<std::uint8_t> source(source_);
      message.set_body(source.create_istream(), body_->size());
      message.headers().remove(web::http::header_names::content_type);
    }
    message.headers().add(web::http::header_names::user_agent, settings_.user_agent);
    for (const auto& [name, value] : request_.headers) {
      if (!is_set_by_us(name)) message.headers().add(name, value);
    }
    const concurrency::streams::streambuf<std::uint8_t> target(buffer_);
    message.set_response_stream(target.create_ostream());
    // First called when the headers have been written, before any byte of the body. It dies with the message, which
    // cpprest lets go after it has put the connection back: only then is the lane free.
    message.set_progress_handler([exchange = exchange_, lane = lane_](auto, auto) { exchange->headers_out = true; });
    return message;
  }

  static ports::HttpResponse head_of(const Answer& answer) {
    ports::HttpResponse response;
    response.status = answer.status_code();
    for (const auto& [name, value] : answer.headers()) response.headers.emplace_back(name, value);
    return response;
  }

  Result<ports::HttpResponse> receive(const Answer& answer) {
    answer.content_ready().get();
    auto response = head_of(answer);
    response.body = buffer_->gathered();
    return response;
  }

  Result<ports::HttpResponse> receive_in_pieces(const Answer& answer) {
    answer.content_ready().then([buffer = buffer_](const pplx::task<Answer>& done) {
      try {
        done.get();
        buffer->end(nullptr);
      } catch (...) {
        buffer->end(std::current_exception());
      }
    });
    const Abandonment abandonment{*buffer_, *exchange_};
    auto response = head_of(answer);
    FANGST_CHECK(take_pieces(response));
    return response;
  }

  /// However the taking ends, cpprest must not be left waiting for it: after a whole body this does nothing.
  struct Abandonment {
    ResponseBuffer& buffer;
    Exchange& exchange;
    ~Abandonment() {
      if (buffer.abandon()) exchange.cancel.cancel();
    }
  };

  Result<void> take_pieces(ports::HttpResponse& response) {
    const bool is_wanted = response.status >= 200 && response.status < 300;
    std::string_view piece;
    for (;;) {
      const auto event = buffer_->take(piece, deadline_);
      if (event == ResponseBuffer::Event::deadline) return Failure(deadline_passed(where_, true));
      if (event == ResponseBuffer::Event::end) break;
      if (is_wanted) {
        FANGST_CHECK((*sink_)(piece));
      } else if (response.body.size() + piece.size() > settings_.max_response_bytes) {
        return Failure(answer_too_large(where_));
      } else {
        response.body.append(piece);
      }
      buffer_->consumed();
    }
    if (const auto failure = buffer_->failure()) std::rethrow_exception(failure);
    return {};
  }

  Outcome explain(const std::exception_ptr& caught) const {
    using Repeat = Outcome::Repeat;
    try {
      std::rethrow_exception(caught);
    } catch (const ConnectionWasClosed&) {
      return {Failure(no_connection(where_, "the pooled connections were closed by the peer")), Repeat::always};
    } catch (const ResendStopped&) {
      return {Failure(connection_broken(where_, "a reused connection ended without an answer")), Repeat::if_safe};
    } catch (const StreamFailed& failed) {
      return {Failure(failed.error)};
    } catch (const web::uri_exception& error) {
      return {Failure(malformed_request(where_, error.what()))};
    } catch (const web::http::http_exception& error) {
      return explain_failure(error.what() + (" (" + error.error_code().message() + ")"));
    } catch (const std::exception& error) {
      return explain_failure(error.what());
    }
  }

  Outcome explain_failure(const std::string& detail) const {
    const auto stopped = exchange_->stopped.load();
    const bool headers_out = exchange_->headers_out;
    if (stopped == Exchange::Stop::none) {
      if (headers_out) return {Failure(connection_broken(where_, detail))};
      return {Failure(no_connection(where_, detail)),
              lane_->is_reused() ? Outcome::Repeat::always : Outcome::Repeat::never};
    }
    // Without a body the headers are all there is, and we may have been stopped just as they left.
    const bool may_have_arrived = headers_out || !body_;
    if (stopped == Exchange::Stop::connect_timeout && !may_have_arrived) return {Failure(connect_timeout(where_))};
    return {Failure(deadline_passed(where_, may_have_arrived))};
  }

  const Settings& settings_;
  const ports::HttpRequest& request_;
  const Target& target_;
  const ports::HttpClient::BodySink* sink_;
  const model::Deadline deadline_;
  const std::shared_ptr<Lane> lane_;
  const std::string where_;
  const std::shared_ptr<ports::ByteSource> body_;
  std::shared_ptr<SourceBuffer> source_;
  const std::shared_ptr<ResponseBuffer> buffer_;
  const std::shared_ptr<Exchange> exchange_ = std::make_shared<Exchange>();
};

}  // namespace fangst::http_client

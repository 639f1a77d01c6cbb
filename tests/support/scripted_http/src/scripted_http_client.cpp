#include <fangst/support/scripted_http_client.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace fangst::support {
namespace {

constexpr std::size_t kPiece = 7;

Result<std::string> whole_body(const ports::HttpRequest& request) {
  if (!request.body_source) return request.body;
  FANGST_CHECK(request.body_source->rewind());
  std::string body;
  std::array<char, 1000> buffer{};
  for (;;) {
    FANGST_TRY(const std::size_t count, request.body_source->read(buffer));
    if (count == 0) break;
    body.append(buffer.data(), count);
  }
  if (body.size() != request.body_source->size()) throw std::logic_error("the body source gave another size");
  return body;
}

}  // namespace

ScriptedHttpClient& ScriptedHttpClient::then(Answer answer) {
  answers_.push_back(std::move(answer));
  return *this;
}

ScriptedHttpClient& ScriptedHttpClient::then(int status, std::string body, ports::HttpHeaders headers) {
  return then([response = ports::HttpResponse{status, std::move(headers), std::move(body)}](const Call&) {
    return Result<ports::HttpResponse>(response);
  });
}

ScriptedHttpClient& ScriptedHttpClient::then(Error error) {
  return then([error = std::move(error)](const Call&) { return Result<ports::HttpResponse>(Failure(error)); });
}

Result<ports::HttpResponse> ScriptedHttpClient::send(const ports::HttpRequest& request, model::Deadline deadline) {
  FANGST_TRY(auto body, whole_body(request));
  const std::scoped_lock lock(mutex_);
  if (answers_.empty()) throw std::logic_error("unexpected call: " + request.method + " " + request.url);
  const auto answer = std::move(answers_.front());
  answers_.pop_front();
  calls_.push_back({request, std::move(body), deadline});
  return answer(calls_.back());
}

Result<ports::HttpResponse> ScriptedHttpClient::download(const ports::HttpRequest& request, const BodySink& sink,
                                                         model::Deadline deadline) {
  FANGST_TRY(auto response, send(request, deadline));
  if (response.status < 200 || response.status > 299) return response;
  for (std::size_t at = 0; at < response.body.size(); at += kPiece) {
    FANGST_CHECK(sink(std::string_view(response.body).substr(at, kPiece)));
  }
  response.body.clear();
  return response;
}

}  // namespace fangst::support

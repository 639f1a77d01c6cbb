#pragma once

#include <fangst/ports/http_client.hpp>

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace fangst::support {

/// An HttpClient that answers from a script, in order, and remembers what it was asked. A call beyond the script
/// throws, so that a test cannot miss one.
class ScriptedHttpClient final : public ports::HttpClient {
 public:
  struct Call {
    ports::HttpRequest request;
    std::string body;  ///< Also when it came from a body source.
    model::Deadline deadline{};
  };
  using Answer = std::function<Result<ports::HttpResponse>(const Call&)>;

  ScriptedHttpClient& then(Answer answer);
  ScriptedHttpClient& then(int status, std::string body = {}, ports::HttpHeaders headers = {});
  ScriptedHttpClient& then(Error error);

  const std::vector<Call>& calls() const { return calls_; }
  bool is_exhausted() const { return answers_.empty(); }

  Result<ports::HttpResponse> send(const ports::HttpRequest& request, model::Deadline deadline) override;
  /// Gives a 2xx body to the sink in pieces of 7 bytes.
  Result<ports::HttpResponse> download(const ports::HttpRequest& request, const BodySink& sink,
                                       model::Deadline deadline) override;

 private:
  std::mutex mutex_;
  std::deque<Answer> answers_;
  std::vector<Call> calls_;
};

}  // namespace fangst::support

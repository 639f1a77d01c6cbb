#include "shared/call.hpp"

#include "shared/identity_numbers.hpp"
#include "shared/world.hpp"

#include <algorithm>
#include <cctype>
#include <exception>
#include <memory>
#include <utility>

namespace fangst::sandbox {
namespace {

constexpr std::size_t kWholeBodyLimit = 8U << 20U;

class WholeBody final : public http::BodyConsumer {
 public:
  WholeBody(World& world, http::RequestHead head, std::function<Reply(const Call&)> answer)
      : world_(world), answer_(std::move(answer)) {
    call_.head = std::move(head);
  }

  Result<void> write(std::string_view bytes) override {
    if (call_.body.size() + bytes.size() > kWholeBodyLimit) {
      too_large_ = true;
    } else {
      call_.body.append(bytes);
    }
    return {};
  }

  void finish(http::Responder respond) override { world_.answers.give(reply(), std::move(respond)); }

 private:
  Reply reply() {
    if (too_large_) return {text_response(413, "", ""), {}};
    if (holds_identity(call_.head.target)) world_.calls.count_identity_in_url();
    try {
      return answer_(call_);
    } catch (const std::exception& unexpected) {
      return {text_response(500, "text/plain", unexpected.what()), {}};
    }
  }

  World& world_;
  std::function<Reply(const Call&)> answer_;
  Call call_;
  bool too_large_ = false;
};

}  // namespace

std::string raw_path(const http::RequestHead& head) { return head.target.substr(0, head.target.find('?')); }

std::string raw_query(const http::RequestHead& head) {
  const auto mark = head.target.find('?');
  return mark == std::string::npos ? "" : head.target.substr(mark + 1);
}

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return type;
}

bool accepts(std::string_view accept, std::string_view wanted) {
  if (accept.empty()) return true;
  const std::string group(wanted.substr(0, wanted.find('/') + 1));
  for (std::size_t at = 0; at <= accept.size();) {
    const std::size_t comma = std::min(accept.find(',', at), accept.size());
    std::string_view one = accept.substr(at, comma - at);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    const std::string type = media_type(one);
    if (type == "*/*" || type == wanted || type == group + "*") return true;
    at = comma + 1;
  }
  return false;
}

http::StreamHandler whole_body(World& world, std::function<Reply(const Call&)> answer) {
  return [&world, answer = std::move(answer)](http::RequestHead head) -> Result<std::unique_ptr<http::BodyConsumer>> {
    return std::make_unique<WholeBody>(world, std::move(head), answer);
  };
}

}  // namespace fangst::sandbox

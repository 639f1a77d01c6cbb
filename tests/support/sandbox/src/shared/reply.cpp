#include "shared/reply.hpp"

#include "shared/times.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <atomic>
#include <string_view>

namespace fangst::sandbox {
namespace {

std::string reason_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return status >= 500 ? "Internal Server Error" : "Error";
  }
}

std::string next_kind() {
  static constexpr std::array<std::string_view, 4> kKinds{"spring", "empty", "html", "json"};
  static std::atomic<std::size_t> turn{0};
  return std::string(kKinds[turn++ % kKinds.size()]);
}

}  // namespace

http::Response json_response(int status, const nlohmann::json& body) {
  return {status, "application/json", {}, body.dump()};
}

http::Response text_response(int status, std::string content_type, std::string body) {
  return {status, std::move(content_type), {}, std::move(body)};
}

http::Response no_answer() { return {0, "", {}, ""}; }

std::optional<Reply> reply_before(const std::optional<Fault>& fault, const Refusal& refuse) {
  if (!fault || fault->acts_first()) return std::nullopt;
  switch (fault->action) {
    case FaultAction::drop:
      return Reply{no_answer(), fault->delay};
    case FaultAction::garbage:
      return Reply{text_response(200, "application/json", "{\"avbrutt\": [1, 2"), fault->delay};
    default:
      return Reply{refuse(*fault), fault->delay};
  }
}

Reply reply_after(const std::optional<Fault>& fault, http::Response good, const Refusal& refuse) {
  if (!fault || good.status >= 400) return {std::move(good), {}};
  switch (fault->action) {
    case FaultAction::drop_after_accept:
      return {no_answer(), fault->delay};
    case FaultAction::status:
    case FaultAction::duplicate:
      return {refuse(*fault), fault->delay};
    default:
      return {std::move(good), fault->delay};
  }
}

http::Response proxy_error(int status, const std::string& path, const std::string& kind) {
  const std::string form = kind.empty() ? next_kind() : kind;
  const std::string reason = reason_of(status);
  if (form == "empty") return text_response(status, "", "");
  if (form == "html") {
    return text_response(
        status, "text/html",
        "<html><head><title>" + reason + "</title></head><body><h1>" + reason + "</h1></body></html>\n");
  }
  if (form == "json") return json_response(status, {{"error", "server_error"}, {"error_description", reason}});
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return json_response(status,
                       {{"timestamp", to_utc_text(now)}, {"status", status}, {"error", reason}, {"path", path}});
}

}  // namespace fangst::sandbox

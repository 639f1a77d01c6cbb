#include "digipost/digipost_answers.hpp"
#include "digipost/digipost_service.hpp"
#include "shared/times.hpp"

#include <charconv>
#include <optional>

namespace fangst::sandbox {
namespace {

constexpr auto kEventsKept = std::chrono::days(30);
constexpr std::size_t kMostEvents = 1000;

std::optional<std::size_t> number_in(const http::RequestHead& head, const char* name, std::size_t fallback) {
  const auto given = head.query.find(name);
  if (given == head.query.end()) return fallback;
  std::size_t value = 0;
  const auto& text = given->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string text_in(const http::RequestHead& head, const char* name) {
  const auto given = head.query.find(name);
  return given == head.query.end() ? "" : given->second;
}

}  // namespace

http::Response DigipostService::status(const DigipostRequest& request) const {
  const std::string& sender = request.head.path_params.at("sender");
  if (!is_own_sender(sender)) {
    return digipost_refusal({"BROKER_NOT_AUTHORIZED", "The broker may not act for this sender"});
  }
  const auto found = deliveries_.find(std::stoll(sender), request.head.path_params.at("uuid"));
  if (!found) return digipost_refusal({"DOCUMENT_NOT_FOUND", "No such document"});
  return digipost_response(document_status_xml(*found, world_.clock.now(), world_.settings.status_delay));
}

http::Response DigipostService::events(const DigipostRequest& request) const {
  const auto from = parse_time(text_in(request.head, "from"));
  const auto to = parse_time(text_in(request.head, "to"));
  if (!from || !to) return digipost_refusal({"INVALID_DATE", "from and to must be times with an offset"});
  const TimePoint now = world_.clock.now();
  if (*to < *from || *from < now - kEventsKept - std::chrono::hours(1)) {
    return digipost_refusal({"INVALID_DATE_RANGE", "from must be before to, and within 30 days"});
  }
  const auto offset = number_in(request.head, "offset", 0);
  const auto most = number_in(request.head, "maxResults", 100);
  if (!offset || !most || *most == 0 || *most > kMostEvents) {
    return digipost_refusal({"INVALID_QUERY_PARAMETER", "offset and maxResults must be numbers; at most 1000"});
  }
  return digipost_response(events_xml(deliveries_.events(*from, *to, now, *offset, *most)));
}

http::Response DigipostService::sender_information(const DigipostRequest& request) const {
  const std::string& sender = request.head.path_params.at("sender");
  if (!is_own_sender(sender)) return digipost_refusal({"UNKNOWN_SENDER", "Unknown sender", 404});
  return digipost_response(sender_information_xml(std::stoll(sender)));
}

}  // namespace fangst::sandbox

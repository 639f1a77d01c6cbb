#pragma once

#include <fangst/ports/clock.hpp>
#include <fangst/ports/http_client.hpp>
#include <fangst/ports/source_notifier.hpp>

#include <map>
#include <string>
#include <string_view>

namespace fangst::webhook {

struct WebhookSettings {
  std::string url;     ///< https, or http to the loopback.
  std::string secret;  ///< At least 16 bytes, shared with the source; signs each event.
};

/// "t=<unix>,v1=<hex HMAC-SHA256(secret, t + "." + body)>": the receiver checks the MAC and that t is recent.
std::string signature_header(std::string_view secret, model::Timestamp at, std::string_view body);

/// Posts CloudEvents (structured JSON) to the one URL that is configured for each source; never follows a redirect.
/// Thread-safe when the HTTP client is.
class WebhookNotifier final : public ports::SourceNotifier {
 public:
  /// Throws std::invalid_argument for settings that may not be used. Sources without a webhook go to `fallback`;
  /// without one, they count as told.
  WebhookNotifier(std::map<model::SourceName, WebhookSettings> sources, ports::HttpClient& http,
                  const ports::Clock& clock, ports::SourceNotifier* fallback = nullptr);

  Result<void> notify(const ports::StatusEvent& event, model::Deadline deadline) override;

 private:
  std::map<model::SourceName, WebhookSettings> sources_;
  ports::HttpClient& http_;
  const ports::Clock& clock_;
  ports::SourceNotifier* fallback_;
};

}  // namespace fangst::webhook

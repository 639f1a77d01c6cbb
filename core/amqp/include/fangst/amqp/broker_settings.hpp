#pragma once

#include <fangst/error/error.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::amqp {

/// TLS 1.2 or later; the broker's certificate and host name are always verified.
struct BrokerTls {
  std::string ca_file;
  std::string certificate_file;  ///< With key_file: the client's own; both may be empty.
  std::string key_file;
};

/// A connection was made, also the first time, or was lost or could not be made.
struct BrokerChange {
  std::string_view connection;    ///< Its name, as the broker's own pages show it.
  const Error* reason = nullptr;  ///< Of a loss; null when the connection was made.
};

/// Address of the broker, and time limits. Every connection has its own thread and reconnects by itself.
struct BrokerSettings {
  std::string host = "localhost";
  std::uint16_t port = 5672;
  std::string vhost = "/";
  std::string user;
  std::string password;
  std::optional<BrokerTls> tls;
  std::chrono::seconds heartbeat{30};
  std::chrono::milliseconds answer_timeout{10'000};   ///< Of connecting, and of each declaration.
  std::chrono::milliseconds publish_timeout{10'000};  ///< A send that takes longer (broker alarm) is aborted.
  std::chrono::milliseconds confirm_timeout{30'000};
  std::chrono::milliseconds longest_reconnect_pause{15'000};
  /// Told once of each change, on the connection's thread: must not block or throw. A stop of our own is none.
  std::function<void(const BrokerChange&)> on_change;
};

}  // namespace fangst::amqp

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fangst::test {

struct TlsClientSettings {
  std::string ca_file;  ///< What the server's certificate must chain to.
  std::string certificate_file;
  std::string key_file;
  int highest_version = 0;  ///< E.g. TLS1_1_VERSION; 0: what OpenSSL has.
};

/// A blocking TLS client on OpenSSL, as strict as a real one.
class TlsClient {
 public:
  TlsClient(std::uint16_t port, const TlsClientSettings& settings);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes);
  /// All that comes until the server closes, or until `enough` is in it; empty when the server refuses.
  std::string receive_until(std::string_view enough);
  std::string protocol() const;
  /// True when the server ended the TLS session in order.
  bool ended_in_order();

 private:
  struct State;
  std::unique_ptr<State> state_;
  bool connected_ = false;
};

}  // namespace fangst::test

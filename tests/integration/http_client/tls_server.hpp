#pragma once

#include "raw_server.hpp"

#include <memory>
#include <string>

namespace fangst::test {

/// Answers every request with 200 "trygt" over TLS, with a certificate of its own making for one DNS name.
class TlsServer {
 public:
  explicit TlsServer(const std::string& dns_name);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  int port() const;
  int connections() const;
  int requests() const;
  const std::string& certificate() const { return certificate_; }

 private:
  struct State;
  std::string certificate_;
  std::unique_ptr<State> state_;
};

/// Writes PEM text to a file of the test's temporary folder.
std::string write_pem(const std::string& name, const std::string& pem);

}  // namespace fangst::test

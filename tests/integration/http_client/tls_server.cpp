#include "tls_server.hpp"

#include <fangst/crypto/certificate.hpp>
#include <fangst/crypto/rsa.hpp>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <csignal>
#include <fstream>

namespace fangst::test {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

BIO* memory(const std::string& text) { return BIO_new_mem_buf(text.data(), static_cast<int>(text.size())); }

Context make_context(const std::string& certificate, const std::string& key) {
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> certificate_bio(memory(certificate), BIO_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> key_bio(memory(key), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> x509(
      PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr), X509_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey(
      PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  SSL_CTX_use_certificate(context.get(), x509.get());
  SSL_CTX_use_PrivateKey(context.get(), pkey.get());
  return context;
}

}  // namespace

struct TlsServer::State {
  Context context{nullptr, SSL_CTX_free};
  std::atomic<int> requests{0};
  std::unique_ptr<RawServer> server;

  void serve(int descriptor) {
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
    SSL_set_fd(tls.get(), descriptor);
    if (SSL_accept(tls.get()) != 1) return;
    std::string pending;
    std::array<char, 4096> buffer{};
    for (;;) {
      const int count = SSL_read(tls.get(), buffer.data(), static_cast<int>(buffer.size()));
      if (count <= 0) return;
      pending.append(buffer.data(), static_cast<std::size_t>(count));
      const auto end = pending.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      pending.erase(0, end + 4);
      ++requests;
      const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntrygt";
      SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
    }
  }
};

TlsServer::TlsServer(const std::string& dns_name) : state_(std::make_unique<State>()) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's own socket calls raise it when the client has gone.
  const auto key = crypto::RsaKey::generate();
  certificate_ = crypto::self_signed_certificate(key, dns_name, dns_name, std::chrono::hours(1));
  state_->context = make_context(certificate_, key.private_pem());
  auto* const state = state_.get();
  state_->server = std::make_unique<RawServer>([state](Connection& c, int) { state->serve(c.descriptor()); });
}

TlsServer::~TlsServer() { state_->server->stop(); }

int TlsServer::port() const { return state_->server->port(); }
int TlsServer::connections() const { return state_->server->connections(); }
int TlsServer::requests() const { return state_->requests; }

std::string write_pem(const std::string& name, const std::string& pem) {
  auto path = ::testing::TempDir() + name;
  std::ofstream(path) << pem;
  return path;
}

}  // namespace fangst::test

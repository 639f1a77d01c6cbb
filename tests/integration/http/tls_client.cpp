#include "tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace fangst::test {

struct TlsClient::State {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
  int socket = -1;

  ~State() {
    ssl.reset();
    if (socket >= 0) ::close(socket);
  }
};

TlsClient::TlsClient(std::uint16_t port, const TlsClientSettings& settings) : state_(std::make_unique<State>()) {
  auto* context = state_->context.get();
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  if (SSL_CTX_load_verify_locations(context, settings.ca_file.c_str(), nullptr) != 1) {
    throw std::runtime_error("cannot load " + settings.ca_file);
  }
  if (settings.highest_version != 0) {
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, settings.highest_version);
    SSL_CTX_set_max_proto_version(context, settings.highest_version);
  }
  if (!settings.certificate_file.empty() &&
      (SSL_CTX_use_certificate_chain_file(context, settings.certificate_file.c_str()) != 1 ||
       SSL_CTX_use_PrivateKey_file(context, settings.key_file.c_str(), SSL_FILETYPE_PEM) != 1)) {
    throw std::runtime_error("cannot load the client certificate");
  }
  state_->socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const timeval patience{30, 0};
  ::setsockopt(state_->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(state_->socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
  state_->ssl.reset(SSL_new(context));
  SSL_set_fd(state_->ssl.get(), state_->socket);
  SSL_set1_host(state_->ssl.get(), "localhost");
  connected_ = SSL_connect(state_->ssl.get()) == 1;
}

TlsClient::~TlsClient() = default;

bool TlsClient::send(std::string_view bytes) {
  std::size_t written = 0;
  return SSL_write_ex(state_->ssl.get(), bytes.data(), bytes.size(), &written) == 1 && written == bytes.size();
}

std::string TlsClient::receive_until(std::string_view enough) {
  std::string all;
  std::array<char, 16384> buffer;
  std::size_t got = 0;
  while ((enough.empty() || all.find(enough) == std::string::npos) &&
         SSL_read_ex(state_->ssl.get(), buffer.data(), buffer.size(), &got) == 1) {
    all.append(buffer.data(), got);
  }
  return all;
}

std::string TlsClient::protocol() const { return SSL_get_version(state_->ssl.get()); }

bool TlsClient::ended_in_order() {
  char byte = 0;
  std::size_t got = 0;
  const int result = SSL_read_ex(state_->ssl.get(), &byte, 1, &got);
  return result == 0 && SSL_get_error(state_->ssl.get(), result) == SSL_ERROR_ZERO_RETURN;
}

}  // namespace fangst::test

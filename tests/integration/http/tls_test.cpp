#include "raw_client.hpp"
#include "routes.hpp"
#include "tls_client.hpp"

#include <fangst/crypto/certificate.hpp>

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace fangst::test {
namespace {

namespace fs = std::filesystem;

struct Tls : ::testing::Test {
  Tls() : folder(fs::temp_directory_path() / ("fangst-tls-" + std::to_string(::getpid()))) {
    ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to a socket that the server has closed.
    fs::create_directories(folder);
    make("server", "localhost");
    make("client", "klient.example");
    make("stranger", "fremmed.example");
  }
  ~Tls() override { fs::remove_all(folder); }

  void make(const std::string& name, const std::string& host) {
    const auto key = crypto::RsaKey::generate();
    std::ofstream(file(name + ".key")) << key.private_pem();
    std::ofstream(file(name + ".crt")) << crypto::self_signed_certificate(key, name, host, std::chrono::hours(1));
  }
  std::string file(const std::string& name) const { return (folder / name).string(); }

  std::unique_ptr<http::Server> start(const std::string& client_ca = {}) {
    http::ServerSettings settings;
    settings.tls = http::TlsSettings{file("server.crt"), file("server.key"), client_ca};
    return std::make_unique<http::Server>(settings, test_router(seen));
  }
  TlsClientSettings trusting() const { return {file("server.crt"), {}, {}, 0}; }
  TlsClientSettings showing(const std::string& name) const {
    return {file("server.crt"), file(name + ".crt"), file(name + ".key"), 0};
  }

  fs::path folder;
  Seen seen;
};

TEST_F(Tls, serves_small_and_large_bodies) {
  const auto server = start();
  TlsClient client(server->port(), trusting());
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.protocol(), "TLSv1.3");
  client.send(request("POST", "/count", std::string(1000, 'x')));
  EXPECT_TRUE(client.receive_until("\r\n\r\n1000").ends_with("\r\n\r\n1000"));
  client.send(request("POST", "/count", std::string(5'000'000, 'x')));
  EXPECT_TRUE(client.receive_until("\r\n\r\n5000000").ends_with("\r\n\r\n5000000"));
  client.send(request("GET", "/large", {}, "Connection: close\r\n"));
  EXPECT_GT(client.receive_until({}).size(), 20U << 20U);
}

TEST_F(Tls, ends_the_session_in_order) {
  const auto server = start();
  TlsClient client(server->port(), trusting());
  client.send(request("GET", "/ping", {}, "Connection: close\r\n"));
  EXPECT_NE(client.receive_until("pong").find("pong"), std::string::npos);
  EXPECT_TRUE(client.ended_in_order());
}

TEST_F(Tls, lets_the_client_see_why_a_large_body_was_refused) {
  const auto server = start();
  TlsClient client(server->port(), trusting());
  client.send(request("POST", "/refuse", std::string(2'000'000, 'x')));
  EXPECT_NE(client.receive_until({}).find("401 Unauthorized"), std::string::npos);
}

TEST_F(Tls, refuses_old_protocols) {
  const auto server = start();
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    auto settings = trusting();
    settings.highest_version = version;
    EXPECT_FALSE(TlsClient(server->port(), settings).connected());
  }
  auto settings = trusting();
  settings.highest_version = TLS1_2_VERSION;
  TlsClient client(server->port(), settings);
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.protocol(), "TLSv1.2");
}

TEST_F(Tls, serves_only_clients_with_a_trusted_certificate_when_asked) {
  const auto server = start(file("client.crt"));
  // With TLS 1.3 a client learns of the refusal at its first read.
  for (const auto& settings : {trusting(), showing("stranger")}) {
    TlsClient refused(server->port(), settings);
    if (refused.connected()) refused.send(request("GET", "/ping"));
    EXPECT_EQ(refused.receive_until("pong"), "");
  }
  TlsClient welcome(server->port(), showing("client"));
  ASSERT_TRUE(welcome.connected());
  welcome.send(request("GET", "/ping"));
  EXPECT_TRUE(welcome.receive_until("pong").ends_with("pong"));
}

TEST_F(Tls, takes_no_harm_from_plain_text_and_goes_on) {
  const auto server = start();
  RawClient plain(server->port());
  plain.send(request("GET", "/ping"));
  EXPECT_FALSE(plain.receive());
  TlsClient client(server->port(), trusting());
  client.send(request("GET", "/ping"));
  EXPECT_TRUE(client.receive_until("pong").ends_with("pong"));
}

TEST_F(Tls, does_not_start_with_a_key_of_another_certificate) {
  http::ServerSettings settings;
  settings.tls = http::TlsSettings{file("server.crt"), file("client.key"), {}};
  EXPECT_THROW(http::Server(settings, test_router(seen)), std::runtime_error);
  settings.tls = http::TlsSettings{file("missing.crt"), file("server.key"), {}};
  EXPECT_THROW(http::Server(settings, test_router(seen)), std::runtime_error);
}

}  // namespace
}  // namespace fangst::test

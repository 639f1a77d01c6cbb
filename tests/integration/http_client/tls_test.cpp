#include "support.hpp"
#include "tls_server.hpp"

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

http_client::Client client_trusting(const std::string& certificate, const std::string& name) {
  http_client::Settings settings;
  settings.ca_file = write_pem(name, certificate);
  return http_client::Client(settings);
}

std::string url_of(const TlsServer& server) { return "https://localhost:" + std::to_string(server.port()) + "/"; }

TEST(Tls, trusts_the_certificates_it_was_given_and_reuses_the_connection) {
  TlsServer server("localhost");
  auto trusting = client_trusting(server.certificate(), "right.pem");
  for (int i = 0; i < 20; ++i) {
    const auto response = trusting.send(post(url_of(server), ""), soon());
    ASSERT_TRUE(response) << response.error().private_detail();
    EXPECT_EQ(response->body, "trygt");
  }
  EXPECT_LE(server.connections(), 4);
}

TEST(Tls, sends_nothing_to_a_server_with_another_certificate) {
  TlsServer server("localhost");
  TlsServer other("localhost");
  auto trusting_other = client_trusting(other.certificate(), "wrong.pem");
  http_client::Client trusting_the_system{http_client::Settings{}};
  for (auto* const client : {&trusting_other, &trusting_the_system}) {
    const auto response = client->send(post(url_of(server), "hemmelig"), soon());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
    EXPECT_FALSE(response.error().outcome_unknown());
  }
  EXPECT_EQ(server.requests(), 0);
}

TEST(Tls, sends_nothing_to_a_server_with_a_certificate_for_another_name) {
  TlsServer server("annet.example.no");
  auto trusting = client_trusting(server.certificate(), "other-name.pem");
  const auto response = trusting.send(post(url_of(server), "hemmelig"), soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(server.requests(), 0);
}

TEST(Tls, refuses_to_start_without_its_ca_file) {
  http_client::Settings settings;
  settings.ca_file = "/finnes/ikke.pem";
  EXPECT_THROW(http_client::Client{settings}, std::runtime_error);
}

}  // namespace
}  // namespace fangst::test

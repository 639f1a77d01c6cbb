#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/ports/http_client.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fangst::support {

struct BrokerMessage {
  std::string routing_key;
  std::string body;
  std::string properties;  ///< JSON, as the management API shows them.
};

/// A real RabbitMQ: the one of the environment (tests/support/rabbitmq/start), in a virtual host of this test's own, or
/// a node of its own for tests that break it.
class TestBroker {
 public:
  /// Null when FANGST_TEST_AMQP_HOST is not set.
  static std::unique_ptr<TestBroker> shared();
  /// Started for this test; ended with it. Null as above.
  static std::unique_ptr<TestBroker> own();
  ~TestBroker();
  TestBroker(const TestBroker&) = delete;
  TestBroker& operator=(const TestBroker&) = delete;

  const amqp::BrokerSettings& connection() const { return connection_; }
  amqp::BrokerSettings connection_with_tls() const;
  const std::string& management_url() const { return management_url_; }
  std::shared_ptr<ports::HttpClient> http() const { return http_; }

  /// Management API: `path` after /api, where {vhost} stands for the test's own.
  ports::HttpResponse call(const std::string& method, std::string path, const std::string& json = {}) const;
  void publish(const std::string& exchange, const std::string& key, const std::string& body,
               const std::string& properties_json = "{}") const;
  /// Takes the next message of a queue off it.
  std::optional<BrokerMessage> get(const std::string& queue) const;
  /// As the statistics say, which may be seconds old; -1 when there is no such queue.
  std::int64_t count(const std::string& queue) const;
  std::size_t kill_connections() const;

  int ctl(const std::vector<std::string>& arguments) const;
  void stop() const;   ///< Own nodes only.
  void crash() const;  ///< SIGKILL.
  void start() const;

 private:
  TestBroker() = default;
  void create_vhost();

  amqp::BrokerSettings connection_;
  std::uint16_t tls_port_ = 0;
  std::string ca_file_;
  std::string management_url_;
  std::string directory_;
  bool is_own_ = false;
  std::shared_ptr<ports::HttpClient> http_;
};

}  // namespace fangst::support

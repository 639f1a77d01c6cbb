#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>
#include <fangst/support/process.hpp>
#include <fangst/support/test_broker.hpp>

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <map>
#include <sstream>
#include <stdexcept>

namespace fangst::support {
namespace {

using nlohmann::json;
using Variables = std::map<std::string, std::string>;

/// Enough of an HTTP client for the management API.
class CurlClient final : public ports::HttpClient {
 public:
  Result<ports::HttpResponse> send(const ports::HttpRequest& request, model::Deadline) override {
    std::vector<std::string> command{"curl",           "-s", "-m",           "20",       "-o", "-", "-w",
                                     "\n%{http_code}", "-X", request.method, request.url};
    for (const auto& [name, value] : request.headers) command.insert(command.end(), {"-H", name + ": " + value});
    if (!request.body.empty()) command.insert(command.end(), {"--data-binary", "@-"});
    auto result = run_process(command, request.body);
    const auto end = result.output.rfind('\n');
    if (result.exit_code != 0 || end == std::string::npos) {
      return Failure(Error(ErrorKind::unavailable, "test.curl", "curl", PublicText{"Svarer ikke."}));
    }
    return ports::HttpResponse{std::stoi(result.output.substr(end + 1)), {}, result.output.substr(0, end)};
  }
  Result<ports::HttpResponse> download(const ports::HttpRequest& request, const BodySink& sink,
                                       model::Deadline deadline) override {
    FANGST_TRY(auto response, send(request, deadline));
    FANGST_CHECK(sink(response.body));
    return response;
  }
};

Variables from_environment() {
  Variables variables;
  for (const auto* name :
       {"FANGST_TEST_AMQP_HOST", "FANGST_TEST_AMQP_PORT", "FANGST_TEST_AMQP_USER", "FANGST_TEST_AMQP_PASSWORD",
        "FANGST_TEST_AMQP_MGMT", "FANGST_TEST_AMQPS_PORT", "FANGST_TEST_AMQPS_CA", "FANGST_TEST_RABBITMQ_DIR"}) {
    const auto* value = std::getenv(name);
    if (value == nullptr) return {};
    variables[name] = value;
  }
  return variables;
}

Variables from_script(const std::string& output) {
  constexpr std::string_view prefix = "export ";
  Variables variables;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (line.rfind(prefix, 0) == 0 && equals != std::string::npos) {
      variables[line.substr(prefix.size(), equals - prefix.size())] = line.substr(equals + 1);
    }
  }
  return variables;
}

std::string script(const char* name) { return std::string(FANGST_RABBITMQ_SCRIPTS) + "/" + name; }

}  // namespace

std::unique_ptr<TestBroker> TestBroker::shared() {
  const auto variables = from_environment();
  if (variables.empty()) return nullptr;
  std::unique_ptr<TestBroker> broker(new TestBroker);
  broker->connection_.host = variables.at("FANGST_TEST_AMQP_HOST");
  broker->connection_.port = static_cast<std::uint16_t>(std::stoi(variables.at("FANGST_TEST_AMQP_PORT")));
  broker->connection_.user = variables.at("FANGST_TEST_AMQP_USER");
  broker->connection_.password = variables.at("FANGST_TEST_AMQP_PASSWORD");
  broker->management_url_ = variables.at("FANGST_TEST_AMQP_MGMT");
  broker->tls_port_ = static_cast<std::uint16_t>(std::stoi(variables.at("FANGST_TEST_AMQPS_PORT")));
  broker->ca_file_ = variables.at("FANGST_TEST_AMQPS_CA");
  broker->directory_ = variables.at("FANGST_TEST_RABBITMQ_DIR");
  broker->create_vhost();
  return broker;
}

std::unique_ptr<TestBroker> TestBroker::own() {
  if (from_environment().empty()) return nullptr;
  const auto started = run_process({script("start")});
  if (started.exit_code != 0) throw std::runtime_error("tests/support/rabbitmq/start failed");
  const auto variables = from_script(started.output);
  std::unique_ptr<TestBroker> broker(new TestBroker);
  broker->is_own_ = true;
  broker->connection_.host = variables.at("FANGST_TEST_AMQP_HOST");
  broker->connection_.port = static_cast<std::uint16_t>(std::stoi(variables.at("FANGST_TEST_AMQP_PORT")));
  broker->connection_.user = variables.at("FANGST_TEST_AMQP_USER");
  broker->connection_.password = variables.at("FANGST_TEST_AMQP_PASSWORD");
  broker->management_url_ = variables.at("FANGST_TEST_AMQP_MGMT");
  broker->directory_ = variables.at("FANGST_TEST_RABBITMQ_DIR");
  broker->create_vhost();
  return broker;
}

TestBroker::~TestBroker() {
  // The virtual host stays: in 3.10.8 the deletion of a queue that dead-letters at least once can race with the start
  // of its worker, and the worker's restarts then take all quorum queues of the node down.
  if (is_own_) run_process({script("stop"), directory_});
}

void TestBroker::create_vhost() {
  http_ = std::make_shared<CurlClient>();
  connection_.vhost = "test-" + crypto::hex(crypto::random_bytes(6));
  connection_.longest_reconnect_pause = std::chrono::milliseconds{500};
  if (call("PUT", "/vhosts/{vhost}", "{}").status / 100 != 2) throw std::runtime_error("cannot create a vhost");
  call("PUT", "/permissions/{vhost}/" + connection_.user, R"({"configure":".*","write":".*","read":".*"})");
}

amqp::BrokerSettings TestBroker::connection_with_tls() const {
  auto connection = connection_;
  connection.port = tls_port_;
  connection.tls = amqp::BrokerTls{.ca_file = ca_file_, .certificate_file = {}, .key_file = {}};
  return connection;
}

ports::HttpResponse TestBroker::call(const std::string& method, std::string path, const std::string& body) const {
  if (const auto at = path.find("{vhost}"); at != std::string::npos) path.replace(at, 7, connection_.vhost);
  const ports::HttpRequest request{
      .method = method,
      .url = management_url_ + "/api" + path,
      .headers = {{"Authorization", "Basic " + crypto::base64(connection_.user + ":" + connection_.password)},
                  {"Content-Type", "application/json"}},
      .body = body,
      .body_source = nullptr};
  auto response = http_->send(request, {});
  return response ? *response : ports::HttpResponse{};
}

void TestBroker::publish(const std::string& exchange, const std::string& key, const std::string& body,
                         const std::string& properties_json) const {
  const json message{{"properties", json::parse(properties_json)},
                     {"routing_key", key},
                     {"payload", body},
                     {"payload_encoding", "string"}};
  const auto response = call("POST", "/exchanges/{vhost}/" + exchange + "/publish", message.dump());
  const auto answer = json::parse(response.body, nullptr, false);
  if (response.status != 200 || answer.value("routed", false) != true) {
    throw std::runtime_error("not routed: " + response.body);
  }
}

std::optional<BrokerMessage> TestBroker::get(const std::string& queue) const {
  const auto response = call("POST", "/queues/{vhost}/" + queue + "/get",
                             R"({"count":1,"ackmode":"ack_requeue_false","encoding":"auto"})");
  const auto messages = json::parse(response.body, nullptr, false);
  if (!messages.is_array() || messages.empty()) return std::nullopt;
  const auto& message = messages[0];
  return BrokerMessage{message.value("routing_key", ""), message.value("payload", ""), message["properties"].dump()};
}

std::int64_t TestBroker::count(const std::string& queue) const {
  const auto response = call("GET", "/queues/{vhost}/" + queue);
  if (response.status != 200) return -1;
  return json::parse(response.body).value("messages", std::int64_t{0});
}

std::size_t TestBroker::kill_connections() const {
  const auto connections = json::parse(call("GET", "/vhosts/{vhost}/connections").body, nullptr, false);
  if (!connections.is_array()) return 0;
  for (const auto& connection : connections) {
    auto name = connection.value("name", "");
    for (std::size_t at = 0; (at = name.find_first_of(" >", at)) != std::string::npos;) {
      name.replace(at, 1, name[at] == ' ' ? "%20" : "%3E");
    }
    call("DELETE", "/connections/" + name);
  }
  return connections.size();
}

int TestBroker::ctl(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{directory_ + "/ctl", "-q"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_process(command).exit_code;
}

void TestBroker::stop() const { run_process({script("stop"), directory_, "--keep"}); }

void TestBroker::crash() const { run_process({script("stop"), directory_, "--kill"}); }

void TestBroker::start() const { run_process({script("start"), directory_}); }

}  // namespace fangst::support

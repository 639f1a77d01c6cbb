#include "operator_client.hpp"

#include <fangst/config/secret_file.hpp>
#include <fangst/http_client/client.hpp>
#include <fangst/ports/clock.hpp>

#include <nlohmann/json.hpp>

#include <iostream>
#include <utility>

namespace fangst::service {

OperatorClient::OperatorClient(std::string url, const std::string& key_file, std::string ca_file)
    : url_(std::move(url)), key_(config::read_secret(key_file)), ca_file_(std::move(ca_file)) {}

int OperatorClient::get(const std::string& path) const { return call("GET", path, ""); }
int OperatorClient::post(const std::string& path, const std::string& body) const { return call("POST", path, body); }

int OperatorClient::call(const std::string& method, const std::string& path, const std::string& body) const {
  http_client::init(2);
  http_client::Settings settings;
  settings.ca_file = ca_file_;
  http_client::Client client(settings);
  ports::HttpRequest request{
      method, url_ + path, {{"Authorization", "Bearer " + key_}, {"Content-Type", "application/json"}}, body, nullptr};
  const auto response = client.send(request, ports::SystemClock{}.monotonic() + std::chrono::minutes{2});
  if (!response) {
    std::cerr << "Fangst svarte ikke på " << url_ << ". Kjører tjenesten? (" << response.error().code() << ")\n";
    return 1;
  }
  const auto answer = nlohmann::json::parse(response->body, nullptr, false);
  const bool good = response->status < 300;
  (good ? std::cout : std::cerr) << (answer.is_discarded() ? response->body : answer.dump(2)) << '\n';
  return good ? 0 : 1;
}

}  // namespace fangst::service

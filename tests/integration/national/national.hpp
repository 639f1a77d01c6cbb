#pragma once

#include <fangst/http_client/client.hpp>
#include <fangst/krr/contact_registry.hpp>
#include <fangst/maskinporten/token_source.hpp>
#include <fangst/support/running_sandbox.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace fangst::test {

using Json = nlohmann::json;
using namespace std::chrono_literals;

inline model::Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }
inline model::Deadline soon() { return in(20s); }

/// cpprest takes its thread count once in a process.
inline http_client::Client& http() {
  static http_client::Client shared = [] {
    http_client::init(4);
    return http_client::Client{http_client::Settings{}};
  }();
  return shared;
}

/// One sandbox for all tests of a suite; its faults are cleared between them.
class NationalTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sandbox_ = std::make_unique<support::RunningSandbox>(http(), std::vector<std::string>{"--status-delay-ms", "0"});
  }
  static void TearDownTestSuite() { sandbox_.reset(); }
  void TearDown() override { sandbox_->clear_faults(); }

  static support::RunningSandbox& sandbox() { return *sandbox_; }
  static maskinporten::Settings maskinporten_settings() {
    const auto& given = sandbox().description().at("maskinporten");
    return {given.at("issuer"),
            sandbox().base_url() + "/maskinporten/token",
            given.at("clientId"),
            given.at("kid"),
            sandbox().file("maskinporten-client.key.pem"),
            "",
            ""};
  }
  static long calls(const std::string& name) {
    const auto log = sandbox().log();
    return log.at("calls").value(name, 0L);
  }

  ports::SystemClock clock_;
  maskinporten::TokenSource tokens_{maskinporten_settings(), http(), clock_};

 private:
  static inline std::unique_ptr<support::RunningSandbox> sandbox_;
};

}  // namespace fangst::test

#pragma once

#include <fangst/policy/error_mapping.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fangst::rabbitmq {

inline constexpr const char* kQueue = "fangst.inn.gerica";

/// Two sources; the test answers each message itself, by its message id, and the broker confirms when told to.
class Intake : public testing::Test {
 protected:
  void start() {
    settings_.connection = broker_.connection();
    settings_.sources = {model::SourceName("gerica"), model::SourceName("visma")};
    settings_.users = {{"bruker-gerica", model::SourceName("gerica")}};
    if (listens_)
      settings_.on_unanswered = [this](const Unanswered& answer) {
        const std::lock_guard lock(mutex_);
        unanswered_.push_back(std::string(answer.why) + " | " + std::to_string(answer.status) + " | " +
                              answer.source.str() + " | " + answer.traceparent);
      };
    const auto handle = [this](const IntakeMessage& message, RabbitIntake::Answer answer) {
      const std::lock_guard lock(mutex_);
      answers_[message.message_id] = std::move(answer);
    };
    const auto refuse = [this](const Error& error, const IntakeMessage& message) {
      const std::lock_guard lock(mutex_);
      refused_.push_back(message.source.str() + " " + error.code());
      return IntakeAnswer{policy::http_status(error.kind()), "application/problem+json", "nei"};
    };
    intake_ = std::make_unique<RabbitIntake>(settings_, clock_, handle, refuse);
    ASSERT_TRUE(support::eventually([&] { return intake_->is_healthy(); }));
  }
  void TearDown() override { intake_.reset(); }

  static support::FakeMessage message(const std::string& id, const std::string& reply_to = {}) {
    return {.routing_key = "gerica.x",
            .body = "innhold",
            .message_id = id,
            .correlation_id = "samtale " + id,
            .reply_to = reply_to,
            .user_id = "bruker-gerica",
            .headers = {{"traceparent", "spor " + id}}};
  }
  void answer(const std::string& id, int status, const std::string& body = "ja") {
    ASSERT_TRUE(support::eventually([&] { return has(id); })) << id;
    RabbitIntake::Answer give;
    {
      const std::lock_guard lock(mutex_);
      give = answers_.at(id);
    }
    give({status, "application/json", body});
  }
  bool has(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return answers_.contains(id);
  }
  std::vector<std::string> unanswered() {
    const std::lock_guard lock(mutex_);
    return unanswered_;
  }
  std::vector<std::string> refused() {
    const std::lock_guard lock(mutex_);
    return refused_;
  }
  std::size_t count_answers() const {
    const auto said = broker_.said();
    return static_cast<std::size_t>(std::count_if(said.begin(), said.end(), [](const std::string& line) {
      return line.starts_with("basic.ack") || line.starts_with("basic.nack");
    }));
  }

  support::FakeBroker broker_;
  support::ManualClock clock_;
  RabbitIntakeSettings settings_;
  bool listens_ = true;  ///< To what nobody was told.
  std::mutex mutex_;
  std::map<std::string, RabbitIntake::Answer> answers_;
  std::vector<std::string> unanswered_;
  std::vector<std::string> refused_;
  std::unique_ptr<RabbitIntake> intake_;
};

}  // namespace fangst::rabbitmq

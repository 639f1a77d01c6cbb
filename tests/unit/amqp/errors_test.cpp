#include "errors.hpp"

#include <amqp_framing.h>
#include <gtest/gtest.h>

namespace fangst::amqp {
namespace {

struct Closing {
  std::uint16_t code;
  ErrorKind kind;
  std::string error;
  bool is_failure_in_broker;
};

class ClosedByBroker : public testing::TestWithParam<Closing> {};

TEST_P(ClosedByBroker, tells_a_wrong_set_up_from_a_fault_of_the_broker_and_from_an_outage) {
  const auto& expected = GetParam();
  char why[] = "because";
  amqp_channel_close_t channel{};
  amqp_connection_close_t connection{};
  channel.reply_code = connection.reply_code = expected.code;
  channel.reply_text = connection.reply_text = {sizeof why - 1, why};
  for (const amqp_method_t method :
       {amqp_method_t{AMQP_CHANNEL_CLOSE_METHOD, &channel}, amqp_method_t{AMQP_CONNECTION_CLOSE_METHOD, &connection}}) {
    const auto error = closed_by_broker(method);
    EXPECT_EQ(error.kind(), expected.kind);
    EXPECT_EQ(error.code(), expected.error);
    EXPECT_EQ(error.private_detail(), std::to_string(expected.code) + " because");
    EXPECT_EQ(failed_in_broker(error), expected.is_failure_in_broker);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Codes, ClosedByBroker,
    testing::Values(Closing{AMQP_ACCESS_REFUSED, ErrorKind::rejected_by_dependency, "queue.broker_feil_oppsett", false},
                    Closing{AMQP_NOT_FOUND, ErrorKind::rejected_by_dependency, "queue.broker_feil_oppsett", false},
                    Closing{AMQP_PRECONDITION_FAILED, ErrorKind::rejected_by_dependency, "queue.broker_feil_oppsett",
                            false},
                    Closing{AMQP_INTERNAL_ERROR, ErrorKind::unavailable, "queue.broker_intern_feil", true},
                    Closing{AMQP_CONNECTION_FORCED, ErrorKind::unavailable, "queue.broker_lukket", false},
                    Closing{AMQP_RESOURCE_LOCKED, ErrorKind::unavailable, "queue.broker_lukket", false},
                    Closing{AMQP_CHANNEL_ERROR, ErrorKind::unavailable, "queue.broker_lukket", false},
                    Closing{AMQP_NOT_IMPLEMENTED, ErrorKind::unavailable, "queue.broker_lukket", false}),
    [](const auto& of) { return std::to_string(of.param.code); });

TEST(BrokerErrors, say_what_was_asked_for_and_quote_no_more_than_1000_bytes_of_the_broker) {
  const auto silent = unanswered("queue.declare a");
  EXPECT_EQ(silent.kind(), ErrorKind::unavailable);
  EXPECT_EQ(silent.where(), "rabbitmq queue.declare a");
  EXPECT_TRUE(failed_in_broker(silent));
  EXPECT_FALSE(failed_in_broker(broker_error("queue.broker_borte", "read", "gone")));
  std::string text(1001, 'x');
  amqp_channel_close_t close{};
  close.reply_code = AMQP_NOT_FOUND;
  close.reply_text = {text.size(), text.data()};
  EXPECT_EQ(closed_by_broker({AMQP_CHANNEL_CLOSE_METHOD, &close}).private_detail(), "404 " + std::string(1000, 'x'));
}

}  // namespace
}  // namespace fangst::amqp

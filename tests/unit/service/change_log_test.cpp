#include "change_log.hpp"

#include "log_file.hpp"

#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using nlohmann::json;

const Error kReason(ErrorKind::unavailable, "svarut.utilgjengelig", "svarut.send", PublicText{"Vent."},
                    PrivateDetail{"connection refused"});

class ChangeLog : public testing::Test {
 protected:
  json last_line() const { return log_.last(); }

 private:
  observe::LogFile log_;
};

TEST_F(ChangeLog, names_the_dependency_that_opened_and_why) {
  using Now = pipeline::DependencyChange::Now;
  log_dependency({"svarut", Now::opened, &kReason});
  EXPECT_EQ(last_line(), (json{{"level", "warning"},
                               {"event", "dependency.opened"},
                               {"dependency", "svarut"},
                               {"error_code", "svarut.utilgjengelig"},
                               {"error_where", "svarut.send"},
                               {"error_detail", "connection refused"}}));
  for (const auto& [now, event] : {std::pair{Now::closed, "dependency.closed"},
                                   {Now::paused, "dependency.paused"},
                                   {Now::resumed, "dependency.resumed"}}) {
    log_dependency({"svarut", now, nullptr});
    EXPECT_EQ(last_line(), (json{{"level", "info"}, {"event", event}, {"dependency", "svarut"}}));
  }
}

TEST_F(ChangeLog, says_that_the_database_is_lost_and_found) {
  log_database({true, "sql.write", "server closed the connection"});
  EXPECT_EQ(last_line(), (json{{"level", "error"},
                               {"event", "database.lost"},
                               {"error_where", "sql.write"},
                               {"error_detail", "server closed the connection"}}));
  log_database({false, "sql.read", ""});
  EXPECT_EQ(last_line(), (json{{"level", "info"}, {"event", "database.found"}, {"error_where", "sql.read"}}));
}

TEST_F(ChangeLog, names_the_connection_to_the_broker_that_is_lost_and_found) {
  log_broker({"fangst inntak", &kReason});
  EXPECT_EQ(last_line(), (json{{"level", "warning"},
                               {"event", "broker.lost"},
                               {"connection", "fangst inntak"},
                               {"error_code", "svarut.utilgjengelig"},
                               {"error_where", "svarut.send"},
                               {"error_detail", "connection refused"}}));
  log_broker({"fangst inntak", nullptr});
  EXPECT_EQ(last_line(), (json{{"level", "info"}, {"event", "broker.found"}, {"connection", "fangst inntak"}}));
}

TEST_F(ChangeLog, tells_the_queues_problems_and_their_end) {
  log_queue_problem("Køen er full.");
  EXPECT_EQ(last_line(), (json{{"level", "warning"}, {"event", "queue.problem"}, {"problem", "Køen er full."}}));
  log_queue_well();
  EXPECT_EQ(last_line(), (json{{"level", "info"}, {"event", "queue.well"}}));
}

TEST_F(ChangeLog, names_the_queue_that_was_made_anew) {
  log_renewed_queue("fangst.arbeid.arkiver");
  EXPECT_EQ(last_line(), (json{{"level", "warning"}, {"event", "queue.renewed"}, {"queue", "fangst.arbeid.arkiver"}}));
}

TEST_F(ChangeLog, an_answer_that_nobody_got_has_its_trace_id) {
  log_unanswered({"the queue does not exist", 201, model::SourceName("gerica"),
                  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"});
  EXPECT_EQ(last_line(), (json{{"level", "warning"},
                               {"event", "intake.unanswered"},
                               {"trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"},
                               {"door", "rabbitmq"},
                               {"source", "gerica"},
                               {"status", 201},
                               {"why", "the queue does not exist"}}));
}

}  // namespace
}  // namespace fangst::service

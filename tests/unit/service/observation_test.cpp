#include "observation.hpp"

#include "log_file.hpp"
#include "metrics_text.hpp"

#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

class ObservationTest : public testing::Test {
 protected:
  bool has_line(const std::string& line) { return observe::has_line(observation_.render(), line); }

  observe::LogFile log_;
  Observation observation_;
};

const std::pair<ErrorKind, const char*> kLevels[] = {{ErrorKind::invalid_input, "info"},
                                                     {ErrorKind::unauthorised, "warning"},
                                                     {ErrorKind::forbidden, "warning"},
                                                     {ErrorKind::not_found, "info"},
                                                     {ErrorKind::conflict, "info"},
                                                     {ErrorKind::too_large, "info"},
                                                     {ErrorKind::timeout, "warning"},
                                                     {ErrorKind::unavailable, "warning"},
                                                     {ErrorKind::rejected_by_dependency, "warning"},
                                                     {ErrorKind::corrupt, "error"},
                                                     {ErrorKind::internal, "error"}};

TEST_F(ObservationTest, leaves_a_line_of_every_request_that_did_not_succeed_by_what_became_of_it) {
  const std::tuple<int, const char*, const char*> outcomes[] = {
      {400, "info", "http.refused"},     {405, "info", "http.refused"}, {498, "info", "http.refused"},
      {499, "info", "http.client_left"}, {500, "error", "http.failed"}, {503, "error", "http.failed"}};
  for (const auto& [status, level, event] : outcomes) {
    observation_.http({"GET", "/v1/x/{id}", status, 1ms, kTrace, std::nullopt});
    EXPECT_EQ(log_.last(), (json{{"level", level},
                                 {"event", event},
                                 {"trace_id", kTrace},
                                 {"method", "GET"},
                                 {"route", "/v1/x/{id}"},
                                 {"status", status},
                                 {"error_code", ""},
                                 {"error_where", "http"},
                                 {"error_detail", ""}}));
  }
}

TEST_F(ObservationTest, takes_the_level_of_a_request_from_why_it_did_not_succeed) {
  for (const auto& [kind, level] : kLevels) {
    observation_.http({"PUT", "/v1/x", 503, 1ms, kTrace, http::Cause{kind, "kode.en", "sted", "detalj"}});
    EXPECT_EQ(log_.last(), (json{{"level", level},
                                 {"event", "http.failed"},
                                 {"trace_id", kTrace},
                                 {"method", "PUT"},
                                 {"route", "/v1/x"},
                                 {"status", 503},
                                 {"error_code", "kode.en"},
                                 {"error_where", "sted"},
                                 {"error_detail", "detalj"}}));
  }
}

TEST_F(ObservationTest, is_silent_of_a_good_answer_but_not_of_one_that_was_cut_short) {
  for (const int status : {200, 201, 302, 399}) observation_.http({"GET", "/v1/x", status, 1ms, kTrace, std::nullopt});
  EXPECT_TRUE(log_.lines().empty());
  observation_.http({"GET", "/v1/x", 200, 1ms, kTrace, http::Cause{ErrorKind::corrupt, "lager.endret", "sted", ""}});
  EXPECT_EQ(log_.last().at("level"), "error");
  EXPECT_EQ(log_.last().at("error_code"), "lager.endret");
}

TEST_F(ObservationTest, counts_requests_by_route_and_status_and_times_them_in_seconds) {
  observation_.http({"GET", "/v1/x/{id}", 200, 1500ms, kTrace, std::nullopt});
  observation_.http({"GET", "/v1/x/{id}", 200, 500ms, kTrace, std::nullopt});
  observation_.http({"GET", "/v1/x/{id}", 404, 250ms, kTrace, std::nullopt});
  observation_.http({"POST", "/v1/x/{id}", 200, 1ms, kTrace, std::nullopt});
  EXPECT_TRUE(has_line(R"(fangst_http_requests_total{route="GET /v1/x/{id}",status="200"} 2)"));
  EXPECT_TRUE(has_line(R"(fangst_http_requests_total{route="GET /v1/x/{id}",status="404"} 1)"));
  EXPECT_TRUE(has_line(R"(fangst_http_requests_total{route="POST /v1/x/{id}",status="200"} 1)"));
  EXPECT_TRUE(has_line(R"(fangst_http_request_duration_seconds_sum{route="GET /v1/x/{id}"} 2.25)"));
  EXPECT_TRUE(has_line(R"(fangst_http_request_duration_seconds_count{route="GET /v1/x/{id}"} 3)"));
}

TEST_F(ObservationTest, leaves_a_line_of_a_fault_that_no_answer_tells_of) {
  for (const auto& [kind, level] : kLevels) {
    observation_.fault(Error(kind, "kode.en", "sted", PublicText{"Offentlig."}, PrivateDetail{"detalj"}), kTrace);
    EXPECT_EQ(log_.last(), (json{{"level", level},
                                 {"event", "http.fault"},
                                 {"trace_id", kTrace},
                                 {"error_code", "kode.en"},
                                 {"error_where", "sted"},
                                 {"error_detail", "detalj"}}));
  }
}

TEST_F(ObservationTest, leaves_a_line_of_every_run_of_a_step_by_its_outcome) {
  const std::tuple<const char*, const char*, const char*> outcomes[] = {
      {"next", "", "debug"},          {"again", "", "debug"},          {"wait", "", "debug"},
      {"skipped", "", "debug"},       {"retry", "kode.en", "warning"}, {"unknown", "kode.en", "warning"},
      {"wait", "kode.en", "warning"}, {"dead", "kode.en", "error"},    {"dead", "", "error"}};
  for (const auto& [outcome, code, level] : outcomes) {
    observation_.step({"pipeline-1", "step-1", outcome, "innsending-1",
                       "00-" + std::string(kTrace) + "-00f067aa0ba902b7-01", code, "sted", "detalj", 1500ms});
    EXPECT_EQ(log_.last(), (json{{"level", level},
                                 {"event", "step." + std::string(outcome)},
                                 {"trace_id", kTrace},
                                 {"submission", "innsending-1"},
                                 {"pipeline", "pipeline-1"},
                                 {"step", "step-1"},
                                 {"duration_ms", 1500.0},
                                 {"error_code", code},
                                 {"error_where", "sted"},
                                 {"error_detail", "detalj"}}));
  }
}

TEST_F(ObservationTest, counts_the_runs_of_a_step_by_outcome_and_times_them_in_seconds) {
  const auto run = [&](const std::string& pipeline, const std::string& step, const std::string& outcome) {
    observation_.step({pipeline, step, outcome, "innsending-1", "", "", "", "", 1500ms});
  };
  run("pipeline-1", "step-1", "next");
  run("pipeline-1", "step-1", "next");
  run("pipeline-1", "step-1", "retry");
  run("pipeline-2", "step-1", "next");
  run("pipeline-1", "step-2", "next");
  EXPECT_TRUE(has_line(R"(fangst_steps_total{outcome="next",pipeline="pipeline-1",step="step-1"} 2)"));
  EXPECT_TRUE(has_line(R"(fangst_steps_total{outcome="retry",pipeline="pipeline-1",step="step-1"} 1)"));
  EXPECT_TRUE(has_line(R"(fangst_steps_total{outcome="next",pipeline="pipeline-2",step="step-1"} 1)"));
  EXPECT_TRUE(has_line(R"(fangst_steps_total{outcome="next",pipeline="pipeline-1",step="step-2"} 1)"));
  EXPECT_TRUE(has_line(R"(fangst_step_duration_seconds_sum{step="step-1"} 6)"));
  EXPECT_TRUE(has_line(R"(fangst_step_duration_seconds_count{step="step-2"} 1)"));
}

TEST_F(ObservationTest, tells_of_the_process_itself) {
  EXPECT_NE(observation_.render().find("\nprocess_resident_memory_bytes "), std::string::npos);
}

}  // namespace
}  // namespace fangst::service

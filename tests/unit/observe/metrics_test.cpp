#include "metrics_text.hpp"

#include <fangst/observe/metrics.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>

namespace fangst::observe {
namespace {

TEST(Metrics, renders_counters_gauges_and_histograms_in_the_text_format) {
  Metrics metrics;
  metrics.counter("fangst_intake_total", "Taken.", {{"source", "gerica"}, {"outcome", "new"}}).add();
  metrics.counter("fangst_intake_total", "Taken.", {{"source", "gerica"}, {"outcome", "new"}}).add(2);
  metrics.gauge("fangst_backlog_items", "Waiting.").set(7);
  metrics.histogram("fangst_step_seconds", "Time.", {{"step", "arkiver"}}, {0.1, 1}).observe(0.5);
  const auto text = metrics.render();
  EXPECT_TRUE(has_line(text, "# TYPE fangst_intake_total counter")) << text;
  EXPECT_TRUE(has_line(text, R"(fangst_intake_total{outcome="new",source="gerica"} 3)")) << text;
  EXPECT_TRUE(has_line(text, "fangst_backlog_items 7")) << text;
  EXPECT_TRUE(has_line(text, R"(fangst_step_seconds_bucket{step="arkiver",le="0.1"} 0)")) << text;
  EXPECT_TRUE(has_line(text, R"(fangst_step_seconds_bucket{step="arkiver",le="1"} 1)")) << text;
  EXPECT_TRUE(has_line(text, R"(fangst_step_seconds_bucket{step="arkiver",le="+Inf"} 1)")) << text;
  EXPECT_EQ(text.back(), '\n');
}

TEST(Metrics, escapes_label_values) {
  Metrics metrics;
  metrics.gauge("fangst_x", "X.", {{"a", "b\"\\\nc"}}).set(1);
  EXPECT_TRUE(has_line(metrics.render(), R"(fangst_x{a="b\"\\\nc"} 1)")) << metrics.render();
}

TEST(Metrics, refuses_foreign_names_and_a_second_type) {
  Metrics metrics;
  EXPECT_THROW(metrics.counter("other_total", "X."), std::invalid_argument);
  EXPECT_THROW(metrics.counter("fangst_bad name", "X."), std::invalid_argument);
  metrics.counter("fangst_x_total", "X.");
  EXPECT_THROW(metrics.gauge("fangst_x_total", "X."), std::invalid_argument);
}

TEST(Metrics, keeps_the_number_of_series_bounded) {
  Metrics metrics;
  for (int i = 0; i < 1500; ++i) metrics.counter("fangst_x_total", "X.", {{"id", std::to_string(i)}}).add();
  const auto text = metrics.render();
  EXPECT_TRUE(has_line(text, R"(fangst_x_total{id="999"} 1)"));
  EXPECT_TRUE(has_line(text, R"(fangst_x_total{id="_other"} 500)"));
  EXPECT_EQ(text.find(R"(id="1200")"), std::string::npos);
}

TEST(Metrics, refreshes_before_it_renders) {
  Metrics metrics;
  int calls = 0;
  const auto gauge = metrics.gauge("fangst_age_seconds", "Age.");
  metrics.before_render([&] { gauge.set(++calls); });
  EXPECT_TRUE(has_line(metrics.render(), "fangst_age_seconds 1"));
  EXPECT_TRUE(has_line(metrics.render(), "fangst_age_seconds 2"));
}

TEST(Metrics, loses_no_count_among_threads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) metrics.counter("fangst_x_total", "X.", {{"a", std::to_string(i % 3)}}).add();
    });
  }
  for (auto& thread : threads) thread.join();
  const auto text = metrics.render();
  double sum = 0;
  for (const auto* label : {"0", "1", "2"}) sum += value_of(text, "fangst_x_total{a=\"" + std::string(label) + "\"}");
  EXPECT_EQ(sum, 20000);
}

TEST(Metrics, have_the_usual_bounds_of_a_duration_from_a_millisecond_to_a_minute) {
  Metrics metrics;
  metrics.histogram("fangst_x_seconds", "X.").observe(0.002);
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="0.001"})"), 0);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="0.0025"})"), 1);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="60"})"), 1);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="+Inf"})"), 1);
  EXPECT_EQ(value_of(text, "fangst_x_seconds_sum"), 0.002);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="120"})"), -1) << "a minute is the last";
}

TEST(Metrics, keep_the_bounds_of_the_first_call_for_every_series) {
  Metrics metrics;
  metrics.histogram("fangst_x_seconds", "X.", {{"a", "1"}}, {1, 2}).observe(1.5);
  metrics.histogram("fangst_x_seconds", "X.", {{"a", "2"}}, {3}).observe(1.5);
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{a="2",le="1"})"), 0);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{a="2",le="2"})"), 1);
}

TEST(Metrics, go_on_counting_what_was_there_before_the_limit) {
  Metrics metrics;
  const auto add = [&](int i) { metrics.counter("fangst_x_total", "X.", {{"id", std::to_string(i)}}).add(); };
  for (int i = 0; i < 1002; ++i) add(i);
  add(5);
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, R"(fangst_x_total{id="5"})"), 2);
  EXPECT_EQ(value_of(text, R"(fangst_x_total{id="_other"})"), 2);
}

TEST(Metrics, of_a_gauge_may_go_up_and_down_and_stay_where_they_were_set) {
  Metrics metrics;
  const auto gauge = metrics.gauge("fangst_x", "X.");
  gauge.set(5);
  gauge.add(-2);
  EXPECT_EQ(value_of(metrics.render(), "fangst_x"), 3);
  gauge.set(1);
  EXPECT_EQ(value_of(metrics.render(), "fangst_x"), 1);
}

TEST(Metrics, are_refreshed_by_everybody_who_asked_to_be) {
  Metrics metrics;
  const auto first = metrics.gauge("fangst_a", "A."), second = metrics.gauge("fangst_b", "B.");
  metrics.before_render([&] { first.set(1); });
  metrics.before_render([&] { second.set(2); });
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, "fangst_a"), 1);
  EXPECT_EQ(value_of(text, "fangst_b"), 2);
}

}  // namespace
}  // namespace fangst::observe

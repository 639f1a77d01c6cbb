#include <fangst/observe/metrics.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>

namespace fangst::observe {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

double value_of(const std::string& text, const std::string& series) {
  const auto at = ("\n" + text).find("\n" + series + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + series.size()));
}

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

TEST(Metrics, tell_of_this_process) {
  Metrics metrics;
  add_process_metrics(metrics);
  const auto text = metrics.render();
  EXPECT_GT(value_of(text, "process_resident_memory_bytes"), 1e6);
  EXPECT_GE(value_of(text, "process_open_fds"), 3);
  EXPECT_GE(value_of(text, "process_threads"), 1);
  EXPECT_GT(value_of(text, "process_cpu_seconds_total"), 0);
}

}  // namespace
}  // namespace fangst::observe

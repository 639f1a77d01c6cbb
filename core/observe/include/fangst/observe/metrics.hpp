#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::observe {

using Labels = std::map<std::string, std::string>;

/// Each handle refers to one series. Handles are cheap to copy, thread-safe, and valid as long as their Metrics.
class Counter {
 public:
  void add(double amount = 1) const;

 private:
  friend class Metrics;
  explicit Counter(void* native) : native_(native) {}
  void* native_;
};

class Gauge {
 public:
  void set(double value) const;
  void add(double amount) const;

 private:
  friend class Metrics;
  explicit Gauge(void* native) : native_(native) {}
  void* native_;
};

class Histogram {
 public:
  void observe(double value) const;

 private:
  friend class Metrics;
  explicit Histogram(void* native) : native_(native) {}
  void* native_;
};

/// All metrics of the process. The same name and labels always give the same series. Names begin with "fangst_" and
/// end in their base unit ("_seconds", "_bytes", "_total"); label values come from small closed sets, never from a
/// message. After a thousand sets of labels for one name, further sets share the series with the label value "_other".
/// Throws std::invalid_argument for a bad name, or for a name that is taken by another type.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  Counter counter(std::string_view name, std::string_view help, const Labels& labels = {});
  Gauge gauge(std::string_view name, std::string_view help, const Labels& labels = {});
  /// `bounds` ascend; the first call for a name decides them.
  Histogram histogram(std::string_view name, std::string_view help, const Labels& labels = {},
                      const std::vector<double>& bounds = duration_bounds());

  /// Called before each render(), to set gauges that are read rather than counted. Must not call render().
  void before_render(std::function<void()> refresh);

  /// Prometheus text format; to be served as kContentType.
  std::string render();
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

  /// 1 ms to 60 s.
  static const std::vector<double>& duration_bounds();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Memory, processor time, open files and start time, under the usual names of Prometheus clients (process_...).
void add_process_metrics(Metrics& metrics);

}  // namespace fangst::observe

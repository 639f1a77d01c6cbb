#include <fangst/observe/metrics.hpp>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <stdexcept>
#include <type_traits>
#include <variant>

namespace fangst::observe {
namespace {

constexpr std::size_t kMostSeries = 1000;

template <class Metric>
struct Family {
  prometheus::Family<Metric>* native;
  std::map<Labels, Metric*> series;
  std::vector<double> bounds;
};

using AnyFamily = std::variant<Family<prometheus::Counter>, Family<prometheus::Gauge>, Family<prometheus::Histogram>>;

/// Beyond the limit, whatever the labels say.
Labels overflow_of(const Labels& labels) {
  Labels overflow = labels;
  for (auto& [name, value] : overflow) value = "_other";
  return overflow;
}

template <class Metric>
Metric& add_series(Family<Metric>& family, const Labels& labels) {
  if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
    return family.native->Add(labels, family.bounds);
  } else {
    return family.native->Add(labels);
  }
}

template <class Metric>
Metric& series_of(Family<Metric>& family, const Labels& given) {
  const bool is_full = family.series.size() >= kMostSeries && !family.series.contains(given);
  const Labels labels = is_full ? overflow_of(given) : given;
  auto& series = family.series[labels];
  if (!series) series = &add_series(family, labels);
  return *series;
}

}  // namespace

struct Metrics::State {
  std::mutex mutex;
  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Throw};
  std::map<std::string, AnyFamily, std::less<>> families;
  std::mutex refresh_mutex;
  std::vector<std::function<void()>> refreshers;

  template <class Metric, class Build>
  Metric& series(std::string_view name, std::string_view help, const Labels& labels, const std::vector<double>& bounds,
                 Build build) {
    const std::lock_guard lock(mutex);
    auto found = families.find(name);
    if (found == families.end()) {
      if (!name.starts_with("fangst_") && !name.starts_with("process_")) {
        throw std::invalid_argument("metric name: " + std::string(name));
      }
      auto& native = build().Name(std::string(name)).Help(std::string(help)).Register(registry);
      found = families.emplace(std::string(name), Family<Metric>{&native, {}, bounds}).first;
    }
    auto* family = std::get_if<Family<Metric>>(&found->second);
    if (!family) throw std::invalid_argument("metric of another type: " + std::string(name));
    return series_of(*family, labels);
  }
};

void Counter::add(double amount) const { static_cast<prometheus::Counter*>(native_)->Increment(amount); }
void Gauge::set(double value) const { static_cast<prometheus::Gauge*>(native_)->Set(value); }
void Gauge::add(double amount) const { static_cast<prometheus::Gauge*>(native_)->Increment(amount); }
void Histogram::observe(double value) const { static_cast<prometheus::Histogram*>(native_)->Observe(value); }

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
  return Counter(&state_->series<prometheus::Counter>(name, help, labels, {}, prometheus::BuildCounter));
}

Gauge Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
  return Gauge(&state_->series<prometheus::Gauge>(name, help, labels, {}, prometheus::BuildGauge));
}

Histogram Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels,
                             const std::vector<double>& bounds) {
  return Histogram(&state_->series<prometheus::Histogram>(name, help, labels, bounds, prometheus::BuildHistogram));
}

void Metrics::before_render(std::function<void()> refresh) {
  const std::lock_guard lock(state_->refresh_mutex);
  state_->refreshers.push_back(std::move(refresh));
}

std::string Metrics::render() {
  {
    const std::lock_guard lock(state_->refresh_mutex);
    for (const auto& refresh : state_->refreshers) refresh();
  }
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

const std::vector<double>& Metrics::duration_bounds() {
  static const std::vector<double> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                          0.5,   1,      2.5,   5,    10,    30,   60};
  return bounds;
}

}  // namespace fangst::observe

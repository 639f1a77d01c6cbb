#include <fangst/model/timestamp.hpp>
#include <fangst/observe/log.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace fangst::observe {
namespace {

using Json = nlohmann::ordered_json;

struct Target {
  std::shared_ptr<spdlog::logger> logger;
  LogSettings settings;
};

spdlog::level::level_enum native(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

std::shared_ptr<Target> make_target(const LogSettings& settings) {
  spdlog::sink_ptr sink;
  if (settings.file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file);
  }
  auto logger = std::make_shared<spdlog::logger>("fangst", std::move(sink));
  logger->set_pattern("%v");
  logger->set_level(native(settings.level));
  logger->flush_on(spdlog::level::trace);  // A line that is not written when the process dies has not been logged.
  return std::make_shared<Target>(Target{std::move(logger), settings});
}

std::mutex& target_mutex() {
  static std::mutex mutex;
  return mutex;
}

std::shared_ptr<Target>& target_slot() {
  static std::shared_ptr<Target> slot = make_target({});
  return slot;
}

std::shared_ptr<Target> target() {
  const std::lock_guard lock(target_mutex());
  return target_slot();
}

struct ToJson {
  Json operator()(std::string_view text) const { return text::mask_identity_numbers(text); }
  Json operator()(bool claim) const { return claim; }
  Json operator()(double number) const { return std::isfinite(number) ? Json(number) : Json(nullptr); }
  Json operator()(std::int64_t number) const {
    const auto text = std::to_string(number);
    auto masked = text::mask_identity_numbers(text);
    return masked == text ? Json(number) : Json(std::move(masked));
  }
};

std::string line_of(Level level, std::string_view event, std::initializer_list<LogField> fields,
                    std::string_view trace_id) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  Json line{{"ts", model::to_rfc3339(now)}, {"level", name(level)}, {"event", text::mask_identity_numbers(event)}};
  if (!trace_id.empty()) line["trace_id"] = text::mask_identity_numbers(trace_id);
  for (const auto& field : fields) {
    auto key = text::mask_identity_numbers(field.key);
    // A field must not replace what the line itself says.
    if (line.contains(key)) key.insert(0, "field_");
    line[key] = std::visit(ToJson{}, field.value);
  }
  // ASCII only: no control, no bidirectional override and no broken UTF-8 reaches a terminal or a collector.
  return line.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace

void open_log(const LogSettings& settings) try {
  auto fresh = make_target(settings);
  const std::lock_guard lock(target_mutex());
  target_slot() = std::move(fresh);
} catch (const spdlog::spdlog_ex& error) {
  throw std::runtime_error(std::string("log: ") + error.what());
}

void reopen_log() { open_log(target()->settings); }

void log(Level level, std::string_view event, std::initializer_list<LogField> fields,
         std::string_view trace_id) noexcept {
  try {
    const auto to = target();
    if (!to->logger->should_log(native(level))) return;
    to->logger->log(native(level), line_of(level, event, fields, trace_id));
  } catch (...) {
    // Without memory or disk, the work goes on without its log.
    return;
  }
}

}  // namespace fangst::observe

#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace fangst::observe {

enum class Level { debug, info, warning, error };

/// One named value of a log line. A text must live until the call has returned.
struct LogField {
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;

  LogField(std::string_view given_key, std::string_view text) : key(given_key), value(text) {}
  LogField(std::string_view given_key, const std::string& text) : key(given_key), value(std::string_view(text)) {}
  LogField(std::string_view given_key, const char* text) : key(given_key), value(std::string_view(text)) {}
  LogField(std::string_view given_key, bool claim) : key(given_key), value(claim) {}
  LogField(std::string_view given_key, double number) : key(given_key), value(number) {}
  template <std::integral Number>
  LogField(std::string_view given_key, Number number) : key(given_key), value(static_cast<std::int64_t>(number)) {}

  std::string_view key;
  Value value;
};

struct LogSettings {
  std::string file;  ///< Empty: stderr.
  Level level = Level::info;
};

/// Until it is called, the log goes to stderr at level info. Throws std::runtime_error when the file cannot be opened.
void open_log(const LogSettings& settings);
/// Opens the file again, after another program has renamed it (log rotation).
void reopen_log();

/// Writes one JSON object on one line: ts, level, event, trace_id, then the fields. Thread-safe; never throws. A
/// value cannot end the line or look like another field, and identity numbers in it are masked (invariant 9).
void log(Level level, std::string_view event, std::initializer_list<LogField> fields = {},
         std::string_view trace_id = {}) noexcept;

}  // namespace fangst::observe

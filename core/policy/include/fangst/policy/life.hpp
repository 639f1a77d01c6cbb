#pragma once

#include <fangst/error/error.hpp>

#include <string>
#include <string_view>
#include <variant>

/// What the lives of a submission, a letter and an event have in common. A life is a value, and an event is what
/// happens to it. `transition` returns the life after the event, or an error when the event is not allowed. Pure
/// functions, without clock or I/O: the store writes the result, and the audit verification applies the same functions
/// to the log.
namespace fangst::policy {

/// The last error of a life. `detail` is as its owner keeps it: the row has the text, the log has the text's SHA-256.
struct KeptError {
  ErrorKind kind = ErrorKind::internal;
  std::string code, text, detail;
  bool operator==(const KeptError&) const = default;
};

/// The code of the error that refuses a transition.
inline constexpr std::string_view kNotAllowed = "liv.ulovlig_overgang";

/// A fault of the program: `event` cannot happen to something that is `state`. Kind internal, code kNotAllowed.
Error not_allowed(std::string_view event, std::string_view state);

/// The kind under which the audit log keeps an event, e.g. "submission.moved". Each event type has its own name, so
/// that each name is written once.
template <class... Happenings>
constexpr std::string_view log_kind(const std::variant<Happenings...>& what) {
  return std::visit([](const auto& happening) { return happening.kLogKind; }, what);
}

}  // namespace fangst::policy

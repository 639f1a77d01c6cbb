#include <fangst/policy/error_mapping.hpp>

#include <array>
#include <stdexcept>
#include <utility>

namespace fangst::policy {
namespace {

using enum ErrorKind;

constexpr std::size_t kKinds = 11;

template <class Value>
using Table = std::array<std::pair<ErrorKind, Value>, kKinds>;

constexpr Table<int> kHttpStatus{{{invalid_input, 400},
                                  {unauthorised, 401},
                                  {forbidden, 403},
                                  {not_found, 404},
                                  {conflict, 409},
                                  {too_large, 413},
                                  {timeout, 504},
                                  {unavailable, 503},
                                  {rejected_by_dependency, 502},
                                  {corrupt, 500},
                                  {internal, 500}}};

// What waiting can mend is retried. `internal` too: most often it is a full disk or a lost connection; the retry ladder
// parks what stays wrong.
constexpr Table<Disposition> kDisposition{{{invalid_input, Disposition::park},
                                           {unauthorised, Disposition::park},
                                           {forbidden, Disposition::park},
                                           {not_found, Disposition::park},
                                           {conflict, Disposition::park},
                                           {too_large, Disposition::park},
                                           {timeout, Disposition::retry},
                                           {unavailable, Disposition::retry},
                                           {rejected_by_dependency, Disposition::park},
                                           {corrupt, Disposition::park},
                                           {internal, Disposition::retry}}};

// What the caller did wrong is information; what an operator should see coming is a warning; what is wrong in here is
// an error.
constexpr Table<LogLevel> kLogLevel{{{invalid_input, LogLevel::info},
                                     {unauthorised, LogLevel::warning},
                                     {forbidden, LogLevel::warning},
                                     {not_found, LogLevel::info},
                                     {conflict, LogLevel::info},
                                     {too_large, LogLevel::info},
                                     {timeout, LogLevel::warning},
                                     {unavailable, LogLevel::warning},
                                     {rejected_by_dependency, LogLevel::warning},
                                     {corrupt, LogLevel::error},
                                     {internal, LogLevel::error}}};

constexpr Table<std::string_view> kProblemTitle{{{invalid_input, "The request is not valid"},
                                                 {unauthorised, "Authentication is required"},
                                                 {forbidden, "Access is not allowed"},
                                                 {not_found, "Not found"},
                                                 {conflict, "In conflict with what is already stored"},
                                                 {too_large, "The content is too large"},
                                                 {timeout, "Timed out"},
                                                 {unavailable, "Temporarily unavailable"},
                                                 {rejected_by_dependency, "Rejected by another service"},
                                                 {corrupt, "Stored data is corrupt"},
                                                 {internal, "Internal error"}}};

template <class Value>
Value of(const Table<Value>& table, ErrorKind kind) {
  for (const auto& [key, value] : table) {
    if (key == kind) return value;
  }
  throw std::logic_error("no such kind of error");
}

}  // namespace

int http_status(ErrorKind kind) { return of(kHttpStatus, kind); }
Disposition disposition(ErrorKind kind) { return of(kDisposition, kind); }
bool is_outage(ErrorKind kind) { return kind == timeout || kind == unavailable; }
LogLevel log_level(ErrorKind kind) { return of(kLogLevel, kind); }
std::string_view problem_title(ErrorKind kind) { return of(kProblemTitle, kind); }

}  // namespace fangst::policy

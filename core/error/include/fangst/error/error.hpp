#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fangst {

/// What kind of error it is. HTTP status, log level, and whether a step is retried or parked follow from the kind alone
/// (policy/error_mapping.hpp).
enum class ErrorKind {
  invalid_input,
  unauthorised,
  forbidden,
  not_found,
  conflict,
  too_large,
  timeout,
  unavailable,
  rejected_by_dependency,
  corrupt,
  internal
};

std::string_view to_string(ErrorKind kind);
std::optional<ErrorKind> parse_error_kind(std::string_view text);

/// Bokmaal, for anyone to read: says what happened and what to do next. Holds no identity number, no name and nothing
/// that a dependency wrote.
struct PublicText {
  std::string text;
};

/// For the log and the operator only. It may quote a dependency's answer (masked), a path or an SQL state.
struct PrivateDetail {
  std::string text;
};

/// One faulty field of an input, by JSON Pointer or XPath, with a sentence in bokmaal.
struct FieldError {
  std::string pointer;
  std::string message;
};

/// Why something did not succeed. A value type, without locks: one thread at a time may change it.
class Error {
 public:
  /// `code` is stable and for machines: "area.word_word" in ASCII lower case, e.g. "svarut.gjentagende_forsendelse"
  /// (docs/errors.md lists them). `where` names the operation and the dependency, e.g. "svarut.send".
  Error(ErrorKind kind, std::string code, std::string where, PublicText public_text, PrivateDetail detail = {})
      : kind_(kind),
        code_(std::move(code)),
        where_(std::move(where)),
        public_text_(std::move(public_text)),
        detail_(std::move(detail)) {}

  ErrorKind kind() const { return kind_; }
  const std::string& code() const { return code_; }
  const std::string& where() const { return where_; }
  const std::string& public_text() const { return public_text_.text; }
  const std::string& private_detail() const { return detail_.text; }
  const std::vector<FieldError>& fields() const { return fields_; }

  Error& with_fields(std::vector<FieldError> fields) {
    fields_ = std::move(fields);
    return *this;
  }

  /// True when the dependency may have acted although no good answer came (timeout, reset or 5xx after the body was
  /// sent). The caller must look the outcome up before it sends again (invariant 3).
  bool outcome_unknown() const { return outcome_unknown_; }
  Error& with_unknown_outcome(bool unknown = true) {
    outcome_unknown_ = unknown;
    return *this;
  }

  /// How long the dependency asked the caller to wait (Retry-After, RFC 9110, 10.2.3); empty when it did not say.
  std::optional<std::chrono::milliseconds> retry_after() const { return retry_after_; }
  Error& with_retry_after(std::optional<std::chrono::milliseconds> wait) {
    retry_after_ = wait;
    return *this;
  }

 private:
  ErrorKind kind_;
  std::string code_;
  std::string where_;
  PublicText public_text_;
  PrivateDetail detail_;
  std::vector<FieldError> fields_;
  bool outcome_unknown_ = false;
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace fangst

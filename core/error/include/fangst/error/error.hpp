#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fangst {

/// What an error means for behaviour. HTTP status, SOAP fault, retry or dead letter, and log level follow from the kind
/// alone (policy/error_mapping.hpp).
enum class ErrorKind {
  invalid_input,
  unauthorised,
  forbidden,
  not_found,
  conflict,
  too_large,
  timeout,
  unavailable,
  rejected_by_peer,
  corrupt,
  internal
};

std::string_view to_string(ErrorKind kind);
std::optional<ErrorKind> parse_error_kind(std::string_view text);

/// A sentence in bokmaal that anyone may read: no identity numbers, no names, nothing a peer wrote.
struct PublicText {
  std::string text;
};

/// For the log and the operator only: may quote a peer's answer (masked), a path or an SQL state.
struct PrivateDetail {
  std::string text;
};

/// One faulty field of an input, by JSON Pointer or XPath, with a sentence in bokmaal.
struct FieldError {
  std::string pointer;
  std::string message;
};

class Error {
 public:
  /// `code` is stable and machine-readable ("svarut.gjentagende_forsendelse"); `where` names the operation and peer.
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

  /// True when the peer may have acted although no good answer came (timeout, reset or 5xx after the body went out):
  /// the outcome must be looked up before anything is sent again (invariant 3).
  bool outcome_unknown() const { return outcome_unknown_; }
  Error& with_unknown_outcome(bool unknown = true) {
    outcome_unknown_ = unknown;
    return *this;
  }

  /// How long the peer asked to be left alone (Retry-After); empty when it did not say.
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

#include <fangst/codec/answer_status.hpp>
#include <fangst/codec/answer_text.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/http_date.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace fangst::codec {
namespace {

using enum AnswerStatus;

/// The statuses that do not go with their class.
constexpr std::array<std::pair<int, AnswerStatus>, 8> kOfTheirOwn{{{401, no_access},
                                                                   {403, no_access},
                                                                   {404, absent},
                                                                   {408, away},
                                                                   {410, absent},
                                                                   {413, too_large},
                                                                   {425, busy},
                                                                   {429, busy}}};

constexpr std::chrono::seconds kLongestWait = std::chrono::hours(24);

std::optional<std::chrono::seconds> seconds_of(std::string_view digits) {
  if (digits.empty() || !text::all_of(digits, text::is_digit)) return std::nullopt;
  std::int64_t seconds = 0;
  const auto fault = std::from_chars(digits.data(), digits.data() + digits.size(), seconds).ec;
  // Bounded here: as milliseconds, what a dependency may write here is more than the type holds.
  return fault == std::errc() ? std::min(std::chrono::seconds(seconds), kLongestWait) : kLongestWait;
}

std::optional<std::chrono::milliseconds> until_date(const ports::HttpResponse& response, std::string_view date) {
  const auto then = text::parse_http_date(date);
  const auto now = text::parse_http_date(response.header("Date"));
  if (!then || !now) return std::nullopt;
  return *then - *now;
}

}  // namespace

AnswerStatus answer_status(int status) {
  for (const auto& [number, meaning] : kOfTheirOwn) {
    if (number == status) return meaning;
  }
  // What lies above 599 is treated as 5xx (RFC 9110, 15).
  if (status >= 500) return away;
  if (status >= 400) return rejected;
  if (status >= 300) return redirect;
  return status >= 200 ? success : unexpected;
}

ErrorKind kind_of(AnswerStatus status) {
  switch (status) {
    case redirect:
    case rejected:
      return ErrorKind::rejected_by_dependency;
    case no_access:
      return ErrorKind::forbidden;
    case absent:
      return ErrorKind::not_found;
    case too_large:
      return ErrorKind::too_large;
    case success:
    case busy:
    case away:
    case unexpected:
      break;
  }
  return ErrorKind::unavailable;
}

bool may_have_acted(AnswerStatus status) { return status == away || status == unexpected || status == success; }

PrivateDetail status_detail(const ports::HttpResponse& response) { return {"HTTP " + std::to_string(response.status)}; }

PrivateDetail quoted_detail(const ports::HttpResponse& response) {
  return {status_detail(response).text + ": " + quote_answer(response.body)};
}

Error answer_error(const ports::HttpResponse& response, AnswerStatus as, Words words, PrivateDetail detail,
                   Effect effect) {
  Error error(kind_of(as), std::move(words.code), std::move(words.where), PublicText{std::move(words.text)},
              std::move(detail));
  error.with_unknown_outcome(effect == Effect::some && may_have_acted(as));
  return error.with_retry_after(retry_after(response));
}

Error no_answer(const Error& cause, Words words, Effect effect) {
  const auto kind = cause.kind() == ErrorKind::timeout ? ErrorKind::timeout : ErrorKind::unavailable;
  Error error(kind, std::move(words.code), std::move(words.where), PublicText{std::move(words.text)},
              PrivateDetail{cause.code() + ": " + cause.private_detail()});
  return error.with_unknown_outcome(effect == Effect::some && cause.outcome_unknown());
}

Error passed_on(const Error& cause, Effect effect) {
  return Error(cause).with_unknown_outcome(effect == Effect::some && cause.outcome_unknown());
}

std::optional<std::chrono::milliseconds> retry_after(const ports::HttpResponse& response) {
  const auto value = text::trim(response.header("Retry-After"));
  std::optional<std::chrono::milliseconds> wait = seconds_of(value);
  if (!wait) wait = until_date(response, value);
  if (!wait) return std::nullopt;
  return std::clamp<std::chrono::milliseconds>(*wait, std::chrono::milliseconds(0), kLongestWait);
}

}  // namespace fangst::codec

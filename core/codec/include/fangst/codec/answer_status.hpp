#pragma once

#include <fangst/ports/http_client.hpp>

#include <chrono>
#include <optional>
#include <string>

/// From a dependency's HTTP status to an Error: one table. An adapter states where its dependency differs. It is in
/// codec, since it reads the answers of ports::HttpClient. Pure functions.
namespace fangst::codec {

enum class AnswerStatus {
  success,    ///< 2xx
  redirect,   ///< 3xx: redirects are never followed.
  rejected,   ///< The other 4xx: the same request would be refused again.
  no_access,  ///< 401, 403
  absent,     ///< 404, 410
  too_large,  ///< 413
  busy,       ///< 425, 429: nothing was done; try later.
  away,       ///< 408, 5xx and above: the outcome of the call is not known.
  unexpected  ///< Below 200: no final answer.
};

AnswerStatus answer_status(int status);

/// redirect and rejected: rejected_by_dependency; no_access: forbidden; absent: not_found; too_large: too_large; busy,
/// away, unexpected, and a success that is not the one that was asked for: unavailable.
ErrorKind kind_of(AnswerStatus status);

/// True when a call with an effect may have had it: away, unexpected and success.
bool may_have_acted(AnswerStatus status);

/// Whether a call changes anything at the dependency. A call without effect can be repeated, so its error never has
/// outcome_unknown().
enum class Effect { none, some };

/// The parts of an Error that the adapter gives.
struct Words {
  std::string code;
  std::string where;
  std::string text;  ///< For people, in bokmaal.
};

/// "HTTP 503" alone: for dependencies whose answers may hold a document or a token.
PrivateDetail status_detail(const ports::HttpResponse& response);
/// "HTTP 503: " and the body, as quote_answer gives it.
PrivateDetail quoted_detail(const ports::HttpResponse& response);

/// Kind and outcome follow from `as` (answer_status(response.status), or what the adapter knows better); retry_after
/// from the answer.
Error answer_error(const ports::HttpResponse& response, AnswerStatus as, Words words, PrivateDetail detail,
                   Effect effect = Effect::none);

/// No whole answer came: `timeout` stays, everything else is `unavailable`; the detail is the cause's code and detail.
/// outcome_unknown() is the cause's for a call with an effect.
Error no_answer(const Error& cause, Words words, Effect effect = Effect::none);

/// The cause itself, where it says what is wrong better than the adapter can. outcome_unknown() as no_answer.
Error passed_on(const Error& cause, Effect effect = Effect::none);

/// What Retry-After says (RFC 9110, 10.2.3): seconds, or a date, which is counted from the answer's own Date, so that
/// the dependency's clock need not be right. Never below 0 nor above a day; empty when it is absent or not understood.
std::optional<std::chrono::milliseconds> retry_after(const ports::HttpResponse& response);

}  // namespace fangst::codec

#pragma once

#include <fangst/ports/http_client.hpp>

#include <chrono>
#include <optional>
#include <string>

/// How a peer's HTTP status becomes an Error: one table, and each adapter says where its peer means something else. It
/// stands in codec, over the port, since it reads the port's answers and quotes their bodies as peer_text does.
namespace fangst::codec {

enum class PeerStatus {
  success,    ///< 2xx
  redirect,   ///< 3xx: we never follow one.
  rejected,   ///< The other 4xx: it will be refused again, unchanged.
  no_access,  ///< 401, 403
  absent,     ///< 404, 410
  too_large,  ///< 413
  busy,       ///< 425, 429: not now, and nothing was done.
  away,       ///< 408, 5xx and above: what has become of the call is not known.
  unexpected  ///< Below 200: no final answer.
};

PeerStatus peer_status(int status);

/// redirect and rejected: rejected_by_peer; no_access: forbidden; absent: not_found; too_large: too_large; busy, away,
/// unexpected, and a success that is not the one that was asked for: unavailable.
ErrorKind kind_of(PeerStatus status);

/// True when a call with an effect may have had it: away, unexpected and success.
bool may_have_acted(PeerStatus status);

/// Whether a call changes something at the peer. One with none is never outcome_unknown(): it can be asked again.
enum class Effect { none, some };

/// What an adapter says itself of a failure.
struct Words {
  std::string code;
  std::string where;
  std::string text;  ///< For people, in bokmaal.
};

/// "HTTP 503", and no more: for peers whose answers may hold a document or a token.
PrivateDetail status_detail(const ports::HttpResponse& response);
/// "HTTP 503: " and what it answered, as quote_peer gives it.
PrivateDetail quoted_detail(const ports::HttpResponse& response);

/// Kind and outcome follow from `as` (peer_status(response.status), or what the adapter knows better); retry_after from
/// the answer.
Error peer_error(const ports::HttpResponse& response, PeerStatus as, Words words, PrivateDetail detail,
                 Effect effect = Effect::none);

/// No whole answer came: `timeout` stays, everything else is `unavailable`; the detail is the cause's code and detail.
/// outcome_unknown() is the cause's for a call with an effect.
Error no_answer(const Error& cause, Words words, Effect effect = Effect::none);

/// What Retry-After says (RFC 9110, 10.2.3): seconds, or a date, which is counted from the answer's own Date, so that
/// the peer's clock need not be right. Never below 0 nor above a day; empty when it is absent or not understood.
std::optional<std::chrono::milliseconds> retry_after(const ports::HttpResponse& response);

}  // namespace fangst::codec

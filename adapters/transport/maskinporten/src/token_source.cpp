#include "grant.hpp"
#include "token_answer.hpp"

#include <fangst/maskinporten/token_source.hpp>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

namespace fangst::maskinporten {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMargin = std::chrono::seconds(10);
constexpr milliseconds kHold = std::chrono::seconds(60);
constexpr milliseconds kFetchTime = std::chrono::seconds(10);

crypto::RsaKey key_of(const Settings& settings) {
  if (settings.issuer.empty() || settings.token_endpoint.empty() || settings.client_id.empty() ||
      settings.key_id.empty()) {
    throw std::invalid_argument("maskinporten: issuer, token_endpoint, client_id and key_id must be set");
  }
  auto key = crypto::RsaKey::from_pem(settings.private_key_pem);
  if (!key) throw std::invalid_argument("maskinporten: the private key is not an RSA key in PEM form");
  return *std::move(key);
}

Error waited_too_long() {
  return {ErrorKind::timeout, "maskinporten.tidsavbrudd", "maskinporten.token",
          PublicText{"Maskinporten svarte ikke innen fristen. Det prøves igjen."}};
}

/// False also when the clock has been set back: then nothing is known of the time that has passed.
bool is_between(model::Timestamp now, model::Timestamp from, model::Timestamp to) { return from <= now && now < to; }

}  // namespace

TokenSource::TokenSource(Settings settings, ports::HttpClient& http, const ports::Clock& clock)
    : settings_(std::move(settings)), key_(key_of(settings_)), http_(http), clock_(clock) {}

Result<std::string> TokenSource::token(const std::string& scope, model::Deadline deadline) {
  const auto key = sorted_scopes(scope);
  std::unique_lock lock(mutex_);
  auto& entry = entries_[key];
  for (;;) {
    const auto now = clock_.now();
    if (!entry.token.empty() && is_between(now, entry.fetched_at, entry.good_until)) return entry.token;
    if (entry.failure && is_between(now, entry.held_until - kHold, entry.held_until)) return Failure(*entry.failure);
    if (!entry.is_fetching) return fetch_into(entry, key, deadline, lock);
    const auto seen = entry.fetches;
    if (!clock_.wait_until(lock, fetched_, deadline, [&] { return entry.fetches != seen; })) {
      return Failure(waited_too_long());
    }
    // Those who waited share the failure: asking again at once would only add to the load of a service in trouble.
    if (entry.failure) return Failure(*entry.failure);
  }
}

Result<std::string> TokenSource::fetch_into(Entry& entry, const std::string& scope, model::Deadline deadline,
                                            std::unique_lock<std::mutex>& lock) {
  entry.is_fetching = true;
  lock.unlock();
  const auto now = clock_.now();
  std::optional<Result<TokenAnswer>> answer;
  std::exception_ptr broken;
  try {
    answer = fetch(scope, now, deadline);
  } catch (...) {
    broken = std::current_exception();
  }
  lock.lock();
  entry.is_fetching = false;
  ++entry.fetches;
  fetched_.notify_all();
  if (broken) std::rethrow_exception(broken);
  return keep(entry, *answer, now);
}

Result<TokenAnswer> TokenSource::fetch(const std::string& scope, model::Timestamp now, model::Deadline deadline) {
  const ports::HttpRequest request{
      "POST",
      settings_.token_endpoint,
      {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
          make_grant(settings_, key_, scope, now),
      nullptr};
  const auto response = http_.send(request, std::min(deadline, clock_.monotonic() + kFetchTime));
  if (!response) return Failure(call_failed(response.error()));
  return read_token_answer(*response);
}

Result<std::string> TokenSource::keep(Entry& entry, const Result<TokenAnswer>& answer, model::Timestamp now) {
  if (!answer) {
    entry.token.clear();
    entry.failure = answer.error();
    entry.held_until = answer.error().kind() == ErrorKind::forbidden ? now + kHold : now;
    return Failure(answer.error());
  }
  entry.failure.reset();
  entry.token = answer->token;
  entry.fetched_at = now;
  // A lifetime shorter than the margin must still be of some use.
  entry.good_until = now + answer->lifetime - std::min(kMargin, answer->lifetime / 2);
  return entry.token;
}

void TokenSource::invalidate(const std::string& scope, const std::string& refused) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(sorted_scopes(scope));
  // Another thread may have fetched a new one since.
  if (found != entries_.end() && found->second.token == refused) found->second.token.clear();
}

}  // namespace fangst::maskinporten

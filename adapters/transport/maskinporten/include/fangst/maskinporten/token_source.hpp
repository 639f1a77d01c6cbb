#pragma once

#include <fangst/crypto/rsa.hpp>
#include <fangst/ports/access_tokens.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/http_client.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace fangst::maskinporten {

struct Settings {
  std::string issuer;           ///< aud of the grant, with its slash: "https://test.maskinporten.no/".
  std::string token_endpoint;   ///< "https://test.maskinporten.no/token"
  std::string client_id;        ///< iss of the grant.
  std::string key_id;           ///< kid of the key as registered on the client.
  std::string private_key_pem;  ///< RSA, PKCS#8.
  std::string consumer_org;     ///< Whom a supplier acts for; empty for oneself.
  std::string resource;         ///< Audience restriction of the token; empty for none.
};

struct TokenAnswer;

/// Access tokens from Maskinporten for one client, kept in memory until shortly before they expire; one fetch at a time
/// for each scope, however many ask. Thread-safe.
///
/// A refusal (400, 401, 403) is an error of configuration: `forbidden` with Maskinporten's code
/// ("maskinporten.MP-121"), and given again for 60 s without asking. Otherwise `unavailable` or `timeout`.
class TokenSource final : public ports::AccessTokens {
 public:
  /// Throws when a setting is missing or the key is not one.
  TokenSource(Settings settings, ports::HttpClient& http, const ports::Clock& clock);

  /// `scope` may hold several, separated by space, in any order.
  Result<std::string> token(const std::string& scope, model::Deadline deadline) override;
  void invalidate(const std::string& scope, const std::string& refused) override;

 private:
  struct Entry {
    std::string token;
    model::Timestamp fetched_at;
    model::Timestamp good_until;
    std::optional<Error> failure;  ///< Of the last fetch.
    model::Timestamp held_until;   ///< No fetch before this when the failure was a refusal.
    bool is_fetching = false;
    unsigned long fetches = 0;
  };

  Result<std::string> fetch_into(Entry& entry, const std::string& scope, model::Deadline deadline,
                                 std::unique_lock<std::mutex>& lock);
  Result<TokenAnswer> fetch(const std::string& scope, model::Timestamp now, model::Deadline deadline);
  static Result<std::string> keep(Entry& entry, const Result<TokenAnswer>& answer, model::Timestamp now);

  const Settings settings_;
  const crypto::RsaKey key_;
  ports::HttpClient& http_;
  const ports::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable fetched_;
  std::map<std::string, Entry> entries_;  ///< By the sorted scopes; consumer_org and resource are the client's own.
};

}  // namespace fangst::maskinporten

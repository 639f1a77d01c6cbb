#include "attempt.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <pplx/threadpool.h>

#include <shared_mutex>
#include <unordered_map>

namespace fangst::http_client {
namespace {

// cpprest's own limit is how long a peer may be silent. SvarUt may think for 16 minutes; the deadline is what counts.
constexpr std::chrono::seconds kSilence{20 * 60};
constexpr std::size_t kChunk = 128UL * 1024;
// Pooled connections that the peer has closed come to light one at a time.
constexpr int kMaxTries = 100;

bool has_line_break(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos; }

using TrustStore = std::shared_ptr<X509_STORE>;

TrustStore load_trust(const std::string& ca_file) {
  if (ca_file.empty()) return nullptr;
  TrustStore store(X509_STORE_new(), X509_STORE_free);
  if (!store || X509_STORE_load_file(store.get(), ca_file.c_str()) != 1) {
    throw std::runtime_error("cannot read the CA file " + ca_file);
  }
  return store;
}

std::shared_ptr<Lanes> make_lanes(const Target& target, const TrustStore& trust) {
  Lane::Config config;
  config.set_timeout(kSilence);
  config.set_chunksize(kChunk);
  config.set_max_redirects(0);
  config.set_ssl_context_callback([trust](boost::asio::ssl::context& context) {
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    if (trust) SSL_CTX_set1_cert_store(context.native_handle(), trust.get());
  });
  return std::make_shared<Lanes>(
      [origin = web::uri(target.origin), config] { return std::make_unique<Lane>(origin, config); });
}

Result<void> check_headers(const ports::HttpRequest& request) {
  const bool is_faulty = std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
    return header.first.empty() || has_line_break(header.first) || has_line_break(header.second);
  });
  if (is_faulty) return Failure(malformed_request("http.headers", "a header holds a line break or has no name"));
  return {};
}

}  // namespace

void init(std::size_t threads) {
  // cpprest's threads end when static objects are destroyed, and use OpenSSL until then: its own clean-up at exit must
  // not come before.
  OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr);
  crossplat::threadpool::initialize_with_threads(threads);
}

struct Client::State {
  explicit State(Settings given) : settings(std::move(given)), trust(load_trust(settings.ca_file)) {
    // The threads must be there before the first client, and so go after the last, also when both are static objects:
    // a connection pool that is destroyed cancels a timer of theirs.
    crossplat::threadpool::shared_instance();
  }

  std::shared_ptr<Lanes> lanes_to(const Target& target) {
    {
      const std::shared_lock lock(mutex);
      const auto found = origins.find(target.origin);
      if (found != origins.end()) return found->second;
    }
    const std::lock_guard lock(mutex);
    auto& lanes = origins[target.origin];
    if (!lanes) lanes = make_lanes(target, trust);
    return lanes;
  }

  Result<ports::HttpResponse> perform(const ports::HttpRequest& request, const BodySink* sink,
                                      model::Deadline deadline) {
    FANGST_TRY(const Target target, parse_target(request.url));
    FANGST_CHECK(check_headers(request));
    const bool is_safe = request.method == "GET" || request.method == "HEAD";
    const auto lanes = lanes_to(target);
    for (int tries = 1;; ++tries) {
      if (std::chrono::steady_clock::now() >= deadline) return Failure(deadline_passed("http", false));
      auto outcome = Attempt(settings, request, target, sink, deadline, lanes->lease()).run(alarms);
      if (outcome.result || tries == kMaxTries || outcome.repeat == Outcome::Repeat::never) return outcome.result;
      if (outcome.repeat == Outcome::Repeat::if_safe && !is_safe) return outcome.result;
    }
  }

  const Settings settings;
  const TrustStore trust;
  std::shared_mutex mutex;
  std::unordered_map<std::string, std::shared_ptr<Lanes>> origins;
  Alarms alarms;
};

Client::Client(Settings settings) : state_(std::make_unique<State>(std::move(settings))) {}

Client::~Client() = default;

Result<ports::HttpResponse> Client::send(const ports::HttpRequest& request, model::Deadline deadline) {
  return state_->perform(request, nullptr, deadline);
}

Result<ports::HttpResponse> Client::download(const ports::HttpRequest& request, const BodySink& sink,
                                             model::Deadline deadline) {
  return state_->perform(request, &sink, deadline);
}

}  // namespace fangst::http_client

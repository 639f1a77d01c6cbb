#include "signed_api.hpp"

#include "wire.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/digipost/signing.hpp>
#include <fangst/text/http_date.hpp>

#include <stdexcept>
#include <utility>

namespace fangst::digipost {
namespace {

constexpr std::chrono::hours kEntrypointAge{1};
constexpr std::chrono::minutes kClockSkew{5};

codec::Url usable_base(const DigipostSettings& settings) {
  auto url = codec::Url::parse(settings.base_url);
  if (!url || !url->query.empty() || !url->is_confidential()) {
    throw std::invalid_argument("digipost: base_url must be a plain https URL");
  }
  return *std::move(url);
}

crypto::RsaKey usable_key(const DigipostSettings& settings) {
  auto key = crypto::RsaKey::from_pem(settings.private_key_pem);
  if (!key) throw std::invalid_argument("digipost: the private key cannot be used: " + key.error().private_detail());
  return *std::move(key);
}

std::string base64_sha256(std::string_view bytes) {
  const auto digest = crypto::sha256(bytes);
  return crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

/// Empty when the hash of the body is right.
std::string fault_of_body(const ports::HttpResponse& response) {
  const auto declared = response.header("X-Content-SHA256");
  if (declared.empty()) return response.body.empty() ? "" : "no X-Content-SHA256";
  return declared == base64_sha256(response.body) ? "" : "X-Content-SHA256 is not that of the body";
}

bool is_signed_by(const Entrypoint& entrypoint, const ports::HttpResponse& response, const std::string& path) {
  const auto signature = crypto::base64_decode(response.header("X-Digipost-Signature"));
  return signature && !signature->empty() &&
         entrypoint.key().verify_sha256(canonical_response(response.status, path, response.headers), *signature);
}

bool is_near(std::string_view date, model::Timestamp now) {
  const auto at = text::parse_imf_fixdate(date);
  return at && *at >= now - kClockSkew && *at <= now + kClockSkew;
}

}  // namespace

SignedApi::SignedApi(const DigipostSettings& settings, ports::HttpClient& http, const ports::Clock& clock)
    : base_(usable_base(settings)),
      prefix_(base_.path.back() == '/' ? base_.path.substr(0, base_.path.size() - 1) : base_.path),
      broker_id_(std::to_string(settings.broker_id)),
      key_(usable_key(settings)),
      http_(http),
      clock_(clock) {}

SignedApi::SignedRequest SignedApi::sign(const ApiCall& call) const {
  ports::HttpRequest request{call.method, base_.origin() + call.path, {}, {}, call.body};
  request.headers = {{"X-Digipost-UserId", broker_id_}, {"Date", text::http_date(clock_.now())}};
  if (call.body) request.headers.emplace_back("X-Content-SHA256", call.body_sha256);
  auto text = canonical_request(call.method, call.path, request.headers, {});
  request.headers.emplace_back("X-Digipost-Signature", crypto::base64(key_.sign_sha256(text)));
  request.headers.emplace_back("Accept", kMediaType);
  if (call.body) {
    request.headers.emplace_back("Content-Type", call.body->content_type(kMultipartSubtype));
    request.headers.emplace_back("MIME-Version", "1.0");
  }
  return {std::move(request), std::move(text)};
}

Result<std::shared_ptr<const Entrypoint>> SignedApi::fetch_entrypoint(model::Deadline deadline) {
  const auto response = http_.send(sign({"GET", path("/"), nullptr, {}}).request, deadline);
  if (!response) return Failure(no_answer(kRoot, response.error()));
  // Its signature is not checked: it brings the key, and TLS vouches for it.
  if (is_temporarily_out(response->status)) return Failure(temporarily_out(kRoot, *response));
  if (response->status != 200) {
    return Failure(refusal(kRoot, response->status, read_error(response->body).value_or(ErrorAnswer{})));
  }
  FANGST_TRY(auto entrypoint, Entrypoint::read(response->status, response->body));
  auto shared = std::make_shared<const Entrypoint>(std::move(entrypoint));
  const std::scoped_lock lock(mutex_);
  cached_ = {shared, clock_.now()};
  return shared;
}

Result<std::shared_ptr<const Entrypoint>> SignedApi::entrypoint(model::Deadline deadline) {
  {
    const std::scoped_lock lock(mutex_);
    const auto age = clock_.now() - cached_.fetched_at;
    if (cached_.entrypoint && age >= age.zero() && age < kEntrypointAge) return cached_.entrypoint;
  }
  return fetch_entrypoint(deadline);
}

Result<void> SignedApi::verify(const ports::HttpResponse& response, const ApiCall& call, const Entrypoint& entrypoint,
                               const Operation& operation, model::Deadline deadline) {
  if (auto fault = fault_of_body(response); !fault.empty()) {
    return Failure(untrusted(operation, response.status, std::move(fault)));
  }
  if (!is_signed_by(entrypoint, response, call.path)) {
    // Digipost may have a new key.
    const auto renewed = fetch_entrypoint(deadline);
    if (!renewed || !is_signed_by(**renewed, response, call.path)) {
      return Failure(untrusted(operation, response.status, "X-Digipost-Signature is missing or wrong"));
    }
  }
  if (!is_near(response.header("Date"), clock_.now())) return Failure(clocks_differ(operation, response.status));
  return {};
}

Result<ApiAnswer> SignedApi::call_once(const ApiCall& call, const Entrypoint& entrypoint, const Operation& operation,
                                       model::Deadline deadline) {
  if (call.body) FANGST_CHECK(call.body->rewind());
  auto [request, text] = sign(call);
  auto response = http_.send(request, deadline);
  if (!response) return Failure(no_answer(operation, response.error()));
  if (is_temporarily_out(response->status)) return Failure(temporarily_out(operation, *response));
  FANGST_CHECK(verify(*response, call, entrypoint, operation, deadline));
  return ApiAnswer{*std::move(response), std::move(text)};
}

Result<ApiAnswer> SignedApi::call(const ApiCall& call, const Operation& operation, model::Deadline deadline) {
  FANGST_TRY(const auto known, entrypoint(deadline));
  FANGST_TRY(auto answer, call_once(call, *known, operation, deadline));
  const auto error = answer.response.status < 300 ? std::nullopt : read_error(answer.response.body);
  if (error && says_stale_date(*error)) return call_once(call, *known, operation, deadline);
  return answer;
}

}  // namespace fangst::digipost

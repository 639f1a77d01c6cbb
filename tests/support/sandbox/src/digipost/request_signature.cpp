#include "digipost/request_signature.hpp"

#include "shared/call.hpp"
#include "shared/times.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace fangst::sandbox {
namespace {

constexpr auto kSkew = std::chrono::minutes(5);
constexpr std::array<std::string_view, 4> kSigned{"content-md5", "date", "x-content-sha256", "x-digipost-userid"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
  return text;
}

bool is_whole_number(std::string_view text) {
  return !text.empty() && text.size() < 19 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

using Wrong = std::optional<DigipostError>;

Wrong check_user(const http::RequestHead& head, const Installation& installation) {
  const auto user = head.header("x-digipost-userid");
  if (!is_whole_number(user)) return DigipostError{"INVALID_USER_ID_HEADER", "X-Digipost-UserId must be an integer"};
  if (user != std::to_string(installation.broker_id)) {
    return DigipostError{"UNKNOWN_USER_ID", "No certificate found. Please upload a certificate"};
  }
  return {};
}

Wrong check_date(const http::RequestHead& head, TimePoint now) {
  const auto text = head.header("date");
  if (text.empty()) return DigipostError{"MISSING_DATE_HEADER", "The Date header is missing"};
  const auto date = parse_http_date(text);
  if (!date) return DigipostError{"INVALID_DATE_HEADER", "The Date header must be RFC 1123 in GMT"};
  if (*date < now - kSkew || *date > now + kSkew) {
    return DigipostError{"DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", "The Date header is more than 5 minutes off"};
  }
  return {};
}

Wrong check_hash(const http::RequestHead& head, const std::string& body_hash) {
  const auto given = head.header("x-content-sha256");
  static const std::string kEmptyHash = [] {
    const auto digest = crypto::sha256("");
    return crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
  }();
  if (given.empty()) {
    if (body_hash.empty()) return {};
    return DigipostError{"MISSING_SHA256", "The X-Content-SHA256 header is missing"};
  }
  if (given != (body_hash.empty() ? kEmptyHash : body_hash)) {
    return DigipostError{"INVALID_SHA256", "X-Content-SHA256 is not the hash of the body"};
  }
  // Nobody here makes MD5 hashes; the header is legacy, and what cannot be checked is not let through.
  if (!head.header("content-md5").empty()) return DigipostError{"INVALID_MD5", "Content-MD5 is not supported"};
  return {};
}

Wrong check_signature(const http::RequestHead& head, const Installation& installation) {
  const auto text = head.header("x-digipost-signature");
  if (text.empty()) return DigipostError{"MISSING_SIGNATURE", "The X-Digipost-Signature header is missing"};
  const auto signature = crypto::base64_decode(text);
  const std::string as_sent = canonical_request(head, raw_path(head));
  const std::string decoded = canonical_request(head, head.path);
  const auto holds = [&](const std::string& canonical) {
    return installation.digipost_client_key.verify_sha256(canonical, *signature);
  };
  if (signature && (holds(as_sent) || (decoded != as_sent && holds(decoded)))) return {};
  return DigipostError{
      "INVALID_SIGNATURE",
      "The signature does not match. The server computed it over:\n===START===\n" + as_sent + "===SLUTT===\n"};
}

}  // namespace

std::string canonical_request(const http::RequestHead& head, const std::string& path) {
  std::string text = upper(head.method) + "\n" + lower(path) + "\n";
  for (const auto name : kSigned) {
    const auto value = head.header(name);
    if (!value.empty()) text.append(name).append(": ").append(value).append("\n");
  }
  return text + lower(raw_query(head)) + "\n";
}

Wrong check_request(const http::RequestHead& head, const std::string& body_hash, const Installation& installation,
                    TimePoint now) {
  if (auto wrong = check_user(head, installation)) return wrong;
  if (auto wrong = check_date(head, now)) return wrong;
  if (auto wrong = check_hash(head, body_hash)) return wrong;
  if (auto wrong = check_signature(head, installation)) return wrong;
  const auto accept = head.header("accept");
  if (accept.empty() || !accepts(accept, "application/vnd.digipost-v8+xml")) {
    return DigipostError{"PROBLEM_WITH_REQUEST", "Accept must be application/vnd.digipost-v8+xml", 406};
  }
  return {};
}

}  // namespace fangst::sandbox

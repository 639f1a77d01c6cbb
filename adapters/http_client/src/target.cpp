#include "target.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fangst::http_client {
namespace {

Failure refuse(std::string code, std::string public_text, std::string detail) {
  return Failure(Error{ErrorKind::invalid_input, std::move(code), "http.url", PublicText{std::move(public_text)},
                       PrivateDetail{std::move(detail)}});
}

Failure malformed(std::string detail) {
  return refuse("http.ugyldig_adresse", "Nettadressen er ikke gyldig. Rett adressen i oppsettet.", std::move(detail));
}

bool is_url_character(char c) {
  constexpr std::string_view kPunctuation = "-._~:/?[]@!$&'()*+,;=%";
  const bool is_alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_alphanumeric || kPunctuation.find(c) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

bool is_number_up_to(std::string_view text, unsigned limit) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value <= limit;
}

/// 127.0.0.0/8 written as four numbers: "127.evil.example" is a name like any other.
bool is_loopback_ipv4(std::string_view host) {
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto dot = host.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return false;
    parts[i] = host.substr(0, dot);
    host.remove_prefix(dot == std::string_view::npos ? host.size() : dot + 1);
    if (!is_number_up_to(parts[i], 255)) return false;
  }
  return parts[0] == "127";
}

struct Authority {
  std::string host;
  std::string port;
};

Result<Authority> parse_authority(std::string_view text) {
  if (text.find('@') != std::string_view::npos) return malformed("the URL holds user information");
  if (text.find('[') != std::string_view::npos) return malformed("IPv6 literals are not supported; use a name");
  const auto colon = text.rfind(':');
  Authority result{lower(text.substr(0, colon)), {}};
  if (result.host.empty()) return malformed("the URL has no host");
  if (colon == std::string_view::npos) return result;
  result.port = text.substr(colon + 1);
  if (!is_number_up_to(result.port, 65535)) return malformed("the URL has a faulty port");
  return result;
}

}  // namespace

Result<Target> parse_target(std::string_view url) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return malformed("the URL is not absolute");
  const auto scheme = lower(url.substr(0, scheme_end));
  if (scheme != "https" && scheme != "http") return malformed("the URL is neither https nor http");
  if (!std::all_of(url.begin(), url.end(), is_url_character)) {
    return malformed("the URL holds characters that must be percent-encoded, or a fragment");
  }
  const auto rest = url.substr(scheme_end + 3);
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  FANGST_TRY(const Authority authority, parse_authority(rest.substr(0, authority_end)));
  if (scheme == "http" && authority.host != "localhost" && !is_loopback_ipv4(authority.host)) {
    return refuse("http.ukryptert", "Adressen må begynne med https. Ukryptert http er bare tillatt på samme maskin.",
                  "plain http to " + authority.host);
  }
  Target target;
  target.is_tls = scheme == "https";
  target.host = authority.host;
  target.origin = scheme + "://" + authority.host + (authority.port.empty() ? "" : ":" + authority.port);
  target.resource = rest.substr(authority_end);
  if (target.resource.empty() || target.resource.front() != '/') target.resource.insert(0, "/");
  return target;
}

}  // namespace fangst::http_client

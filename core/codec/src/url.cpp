#include <fangst/codec/url.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <charconv>

namespace fangst::codec {
namespace {

constexpr std::size_t kMaxUrl = 2'000;

bool is_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    const auto inside = host.substr(1, host.size() - 2);
    return text::all_of(inside, [](char c) { return text::is_hex(c) || c == ':' || c == '.'; });
  }
  return !host.empty() && host.front() != '.' && host.size() <= 253 &&
         text::all_of(host, [](char c) { return text::is_alphanumeric(c) || c == '.' || c == '-'; });
}

bool is_visible_ascii(std::string_view text) {
  return text::all_of(text, [](char c) { return text::is_printable(c) && c != ' ' && c != '\\' && c != '"'; });
}

/// Every '%' begins an escape, and no escape hides a separator, a dot or a control character.
bool has_plain_escapes(std::string_view path) {
  for (auto at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
    if (at + 2 >= path.size() || !text::is_hex(path[at + 1]) || !text::is_hex(path[at + 2])) return false;
    const auto code = text::lower(path.substr(at + 1, 2));
    if (code == "2e" || code == "2f" || code == "5c" || code == "25" || code == "7f" || code[0] < '2') return false;
  }
  return true;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto slash = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, slash);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(slash);
  }
  return false;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (fault != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

bool read_authority(std::string_view authority, Url& url) {
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (!is_host(authority.substr(0, colon))) return false;
  url.host = text::lower(authority.substr(0, colon));
  url.port = default_port(url.scheme);
  if (colon == std::string_view::npos) return true;
  const auto port = parse_port(authority.substr(colon + 1));
  if (port) url.port = *port;
  return port.has_value();
}

bool is_ipv4_loopback(std::string_view host) {
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         text::all_of(host, [](char c) { return text::is_digit(c) || c == '.'; });
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  if (text.size() > kMaxUrl || !is_visible_ascii(text) || text.find('#') != std::string_view::npos) return std::nullopt;
  Url url;
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  url.scheme = text::lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  text.remove_prefix(colon + 3);

  const auto end = std::min(text.find_first_of("/?"), text.size());
  if (!read_authority(text.substr(0, end), url)) return std::nullopt;
  text.remove_prefix(end);
  const auto question = std::min(text.find('?'), text.size());
  url.path = question == 0 ? "/" : std::string(text.substr(0, question));
  if (question < text.size()) url.query = text.substr(question + 1);
  if (!has_plain_escapes(url.path) || has_dot_segment(url.path)) return std::nullopt;
  return url;
}

bool Url::is_loopback() const { return host == "localhost" || host == "[::1]" || is_ipv4_loopback(host); }

bool Url::covers(const Url& other) const {
  if (scheme != other.scheme || host != other.host || port != other.port) return false;
  if (!std::string_view(other.path).starts_with(path)) return false;
  return path.back() == '/' || other.path.size() == path.size() || other.path[path.size()] == '/';
}

std::string Url::origin() const {
  return scheme + "://" + host + (port == default_port(scheme) ? "" : ":" + std::to_string(port));
}

std::string Url::str() const { return origin() + path + (query.empty() ? "" : "?" + query); }

}  // namespace fangst::codec

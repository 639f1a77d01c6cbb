#include "utf8.hpp"

#include <fangst/http/request.hpp>

#include <algorithm>

namespace fangst::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Failure bad_target(std::string detail) {
  return Failure(Error(ErrorKind::invalid_input, "http.ugyldig_adresse", "http.parse_target",
                       {"Adressen i forespørselen er ikke gyldig. Kontroller prosentkodingen og tegnene i adressen."},
                       {std::move(detail)}));
}

/// Clients behind a proxy may send "http://host/path": only path and query are ours.
std::string_view without_authority(std::string_view target) {
  const auto scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const auto path = target.find('/', scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

bool has_encoded_slash(std::string_view path) {
  for (std::size_t i = path.find('%'); i != std::string_view::npos; i = path.find('%', i + 1)) {
    if (i + 2 < path.size() && path[i + 1] == '2' && lower(path[i + 2]) == 'f') return true;
  }
  return false;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

Result<void> parse_path(std::string_view raw, RequestHead& head) {
  if (!raw.starts_with('/')) return bad_target("does not begin with a slash");
  // "%2F" would move the borders of the segments after the route was chosen by them.
  if (has_encoded_slash(raw)) return bad_target("encoded slash in the path");
  bool ok = true;
  head.path = percent_decode(raw, false, ok);
  if (!ok) return bad_target("bad percent escape in the path");
  if (has_control_character(head.path)) return bad_target("control character in the path");
  if (!is_utf8(head.path)) return bad_target("the path is not UTF-8");
  if (has_dot_segment(head.path)) return bad_target("dot segment in the path");
  return {};
}

Result<void> parse_query(std::string_view raw, RequestHead& head) {
  while (!raw.empty()) {
    const auto pair = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(raw.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    bool ok = true;
    auto name = percent_decode(pair.substr(0, equals), true, ok);
    auto value = percent_decode(pair.substr(std::min(pair.size(), equals + 1)), true, ok);
    if (!ok) return bad_target("bad percent escape in the query");
    if (name.find('\0') != std::string::npos || value.find('\0') != std::string::npos) {
      return bad_target("NUL in the query");
    }
    if (!is_utf8(name) || !is_utf8(value)) return bad_target("the query is not UTF-8");
    head.query.insert_or_assign(std::move(name), std::move(value));
  }
  return {};
}

}  // namespace

std::string_view RequestHead::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key.size() == name.size() &&
        std::equal(key.begin(), key.end(), name.begin(), [](char a, char b) { return lower(a) == lower(b); })) {
      return value;
    }
  }
  return {};
}

Result<void> parse_target(std::string_view target, RequestHead& head) {
  head.target.assign(target);
  head.query.clear();
  if (target == "*") {
    head.path = "*";
    return {};
  }
  if (target.find('#') != std::string_view::npos) return bad_target("fragment in the target");
  target = without_authority(target);
  const auto path = target.substr(0, target.find('?'));
  FANGST_CHECK(parse_path(path, head));
  target.remove_prefix(std::min(target.size(), path.size() + 1));
  return parse_query(target, head);
}

std::string percent_decode(std::string_view text, bool plus_is_space, bool& ok) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        ok = false;
        return out;
      }
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

}  // namespace fangst::http

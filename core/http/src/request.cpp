#include <fangst/http/request.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/percent.hpp>
#include <fangst/text/utf8.hpp>

#include <algorithm>

namespace fangst::http {
namespace {

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
    if (i + 2 < path.size() && path[i + 1] == '2' && text::to_lower(path[i + 2]) == 'f') return true;
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
  auto path = text::percent_decode(raw);
  if (!path) return bad_target("bad percent escape in the path");
  head.path = *std::move(path);
  if (text::has_control_character(head.path)) return bad_target("control character in the path");
  if (!text::is_utf8(head.path)) return bad_target("the path is not UTF-8");
  if (has_dot_segment(head.path)) return bad_target("dot segment in the path");
  return {};
}

Result<void> parse_query(std::string_view raw, RequestHead& head) {
  while (!raw.empty()) {
    const auto pair = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(raw.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = text::percent_decode(pair.substr(0, equals), text::Plus::is_space);
    auto value = text::percent_decode(pair.substr(std::min(pair.size(), equals + 1)), text::Plus::is_space);
    if (!name || !value) return bad_target("bad percent escape in the query");
    if (name->find('\0') != std::string::npos || value->find('\0') != std::string::npos) {
      return bad_target("NUL in the query");
    }
    if (!text::is_utf8(*name) || !text::is_utf8(*value)) return bad_target("the query is not UTF-8");
    head.query.insert_or_assign(*std::move(name), *std::move(value));
  }
  return {};
}

}  // namespace

std::string_view RequestHead::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (text::iequals(key, name)) return value;
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

}  // namespace fangst::http

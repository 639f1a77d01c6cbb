#include <fangst/http/router.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::http {
namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment.ends_with("*}"); }

std::string_view parameter_name(std::string_view segment) {
  return segment.substr(1, segment.size() - (is_rest(segment) ? 3 : 2));
}

/// "/v1/x" -> "v1", "x"; the leading slash is implied.
template <class Segments>
void split(std::string_view path, Segments& segments) {
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return;
    path.remove_prefix(slash + 1);
  }
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_rest(pattern[i])) return i < path.size();
    if (i >= path.size()) return false;
    if (is_parameter(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return pattern.size() == path.size();
}

/// A literal segment beats a parameter, which beats the rest; the leftmost difference decides.
bool more_specific(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto rank = [](std::string_view segment) { return is_rest(segment) ? 2 : is_parameter(segment) ? 1 : 0; };
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (rank(a[i]) != rank(b[i])) return rank(a[i]) < rank(b[i]);
  }
  return false;
}

std::map<std::string, std::string> parameters(const std::vector<std::string>& pattern,
                                              const std::vector<std::string_view>& path) {
  std::map<std::string, std::string> found;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_parameter(pattern[i])) continue;
    auto& value = found[std::string(parameter_name(pattern[i]))];
    if (is_rest(pattern[i])) {
      const auto* end = path.back().data() + path.back().size();
      value.assign(path[i].data(), end);
    } else {
      value.assign(path[i]);
    }
  }
  return found;
}

void check_pattern(const std::vector<std::string>& segments, const std::string& pattern) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (is_rest(segments[i]) && i + 1 != segments.size()) {
      throw std::invalid_argument("route pattern: {name*} must stand last in " + pattern);
    }
  }
  if (!pattern.starts_with('/')) throw std::invalid_argument("route pattern must begin with a slash: " + pattern);
}

}  // namespace

void Router::add(std::string method, std::string pattern, Handler handler) {
  Route route{std::move(method), std::move(pattern), {}, std::move(handler)};
  split(route.pattern, route.segments);
  check_pattern(route.segments, route.pattern);
  routes_.push_back(std::move(route));
}

void Router::add_stream(std::string method, std::string pattern, StreamHandler handler) {
  Route route{std::move(method), std::move(pattern), {}, std::move(handler)};
  split(route.pattern, route.segments);
  check_pattern(route.segments, route.pattern);
  routes_.push_back(std::move(route));
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  if (!path.starts_with('/')) return {};
  std::vector<std::string_view> segments;
  segments.reserve(8);
  split(path, segments);

  const Route* best = nullptr;
  Match match;
  for (const auto& route : routes_) {
    if (!matches(route.segments, segments)) continue;
    const bool same = route.method == method;
    // HEAD is GET without the body, unless a route answers it itself.
    const bool head_of_get = method == "HEAD" && route.method == "GET";
    if (same || head_of_get) {
      if (!best || more_specific(route.segments, best->segments) || (same && best->method != method)) best = &route;
    } else {
      match.allowed_methods.push_back(route.method);
      if (route.method == "GET") match.allowed_methods.emplace_back("HEAD");
    }
  }
  if (best) {
    match.allowed_methods.clear();
    match.handler = &best->handler;
    match.pattern = best->pattern;
    match.path_params = parameters(best->segments, segments);
    return match;
  }
  std::sort(match.allowed_methods.begin(), match.allowed_methods.end());
  match.allowed_methods.erase(std::unique(match.allowed_methods.begin(), match.allowed_methods.end()),
                              match.allowed_methods.end());
  return match;
}

std::vector<std::string> Router::routes() const {
  std::vector<std::string> names;
  for (const auto& route : routes_) names.push_back(route.method + " " + route.pattern);
  return names;
}

}  // namespace fangst::http

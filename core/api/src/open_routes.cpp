#include "guard.hpp"

#include <fangst/api/routes.hpp>

namespace fangst::api {
namespace {

/// Metrics hold no personal data, but tell of the traffic: the machine itself, or an operator's key.
bool may_read_metrics(const Authenticator& authenticator, const http::RequestHead& head) {
  const bool is_local =
      head.remote.starts_with("127.") || head.remote.starts_with("::1") || head.remote.starts_with("[::1]");
  // A proxy on this machine speaks for somebody else.
  const bool is_forwarded = !head.header("X-Forwarded-For").empty() || !head.header("Forwarded").empty();
  if (is_local && !is_forwarded) return true;
  return authenticator.authorise(head, {Role::operations}).has_value();
}

}  // namespace

void add_open_routes(http::Router& router, const Authenticator& authenticator, const OpenRoutes& routes) {
  router.add("GET", "/livez", [](const auto&, const auto&) { return json_response(200, R"({"status":"pass"})"); });
  router.add("GET", "/readyz", [is_ready = routes.is_ready](const http::RequestHead& head, const std::string&) {
    const auto ready = is_ready();
    return ready ? json_response(200, R"({"status":"pass"})") : problem_for(ready.error(), head);
  });
  router.add("GET", "/metrics",
             [&authenticator, metrics = routes.metrics](const http::RequestHead& head, const std::string&) {
               if (!may_read_metrics(authenticator, head)) {
                 return problem_for(authenticator.authorise(head, {Role::operations}).error(), head);
               }
               return http::Response{200, "text/plain; version=0.0.4; charset=utf-8", {}, metrics()};
             });
  router.add("GET", "/openapi.json",
             [text = routes.openapi_json](const auto&, const auto&) { return json_response(200, text); });
  router.add("GET", "/docs", [html = routes.docs_html](const auto&, const auto&) {
    return http::Response{200, "text/html; charset=utf-8", {}, html};
  });
}

}  // namespace fangst::api

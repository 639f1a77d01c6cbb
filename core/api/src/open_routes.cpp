#include "guard.hpp"

#include <fangst/api/routes.hpp>

#include <nlohmann/json.hpp>

namespace fangst::api {
namespace {

/// Metrics and problems hold no personal data, but tell of the traffic and the installation: the machine itself, or an
/// operator's key.
bool may_look_inside(const Authenticator& authenticator, const http::RequestHead& head) {
  const bool is_local = head.remote.starts_with("127.") || head.remote == "::1";
  // A proxy on this machine speaks for somebody else.
  const bool is_forwarded = !head.header("X-Forwarded-For").empty() || !head.header("Forwarded").empty();
  if (is_local && !is_forwarded) return true;
  return authenticator.authorise(head, {Role::operations}).has_value();
}

/// As the Internet draft "Health Check Response Format for HTTP APIs" names it: warn is ready, with a concern.
nlohmann::json readiness(const std::vector<std::string>& problems, bool with_notes) {
  nlohmann::json object{{"status", problems.empty() ? "pass" : "warn"}};
  if (!problems.empty() && with_notes) object["notes"] = problems;
  return object;
}

}  // namespace

void add_open_routes(http::Router& router, const Authenticator& authenticator, const OpenRoutes& routes) {
  router.add("GET", "/livez", [](const auto&, const auto&) { return json_response(200, R"({"status":"pass"})"); });
  router.add("GET", "/readyz",
             [&authenticator, is_ready = routes.is_ready, problems = routes.problems](const http::RequestHead& head,
                                                                                      const std::string&) {
               const auto ready = is_ready();
               if (!ready) return problem_for(ready.error(), head);
               return json_response(200, readiness(problems(), may_look_inside(authenticator, head)).dump());
             });
  router.add("GET", "/metrics",
             [&authenticator, metrics = routes.metrics](const http::RequestHead& head, const std::string&) {
               if (!may_look_inside(authenticator, head)) {
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

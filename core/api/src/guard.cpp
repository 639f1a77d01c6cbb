#include "guard.hpp"

#include <fangst/text/trace_context.hpp>

#include <vector>

namespace fangst::api {

std::string trace_of(const http::RequestHead& head) {
  return text::adopt_traceparent(std::string(head.header("traceparent")));
}

http::Response problem_for(const Error& error, const std::string& traceparent) {
  return http::problem(error, text::trace_id_of(traceparent));
}

http::Response problem_for(const Error& error, const http::RequestHead& head) {
  return problem_for(error, trace_of(head));
}

http::Response json_response(int status, std::string body) { return {status, "application/json", {}, std::move(body)}; }

http::Handler guarded(const Authenticator& authenticator, std::initializer_list<Role> roles,
                      AuthorisedHandler handler) {
  return [&authenticator, roles = std::vector<Role>(roles), handler = std::move(handler)](const http::RequestHead& head,
                                                                                          const std::string& body) {
    const auto principal = authenticator.authorise(head, roles);
    if (!principal) return problem_for(principal.error(), head);
    auto response = handler(*principal, head, body);
    return response ? std::move(*response) : problem_for(response.error(), head);
  };
}

}  // namespace fangst::api

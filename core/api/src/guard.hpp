#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/http/exchange.hpp>
#include <fangst/http/problem.hpp>

#include <string>

namespace fangst::api {

/// The trace of a request: the caller's, or a new one.
std::string trace_of(const http::RequestHead& head);
http::Response problem_for(const Error& error, const http::RequestHead& head);
http::Response problem_for(const Error& error, const std::string& traceparent);
http::Response json_response(int status, std::string body);

/// A handler that runs only for these roles, and turns an Error into problem+json.
using AuthorisedHandler =
    std::function<Result<http::Response>(const Principal&, const http::RequestHead&, const std::string& body)>;
http::Handler guarded(const Authenticator& authenticator, std::initializer_list<Role> roles, AuthorisedHandler handler);

}  // namespace fangst::api

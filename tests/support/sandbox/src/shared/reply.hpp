#pragma once

#include "shared/fault_plan.hpp"

#include <fangst/http/exchange.hpp>

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace fangst::sandbox {

/// An answer and when to give it. Status 0 closes the connection without one.
struct Reply {
  http::Response response;
  std::chrono::milliseconds delay{0};
};

http::Response json_response(int status, const nlohmann::json& body);
http::Response text_response(int status, std::string content_type, std::string body);
http::Response no_answer();

/// How a service says no: it is given a fault whose action is status, refuse or duplicate.
using Refusal = std::function<http::Response(const Fault&)>;

/// The answer of a fault that shows before anything is done; empty when the request is to be acted on.
std::optional<Reply> reply_before(const std::optional<Fault>& fault, const Refusal& refuse);
/// The answer once the request has been acted on.
Reply reply_after(const std::optional<Fault>& fault, http::Response good, const Refusal& refuse);

/// Bodies that proxies and frameworks put on an error: empty, OAuth-like JSON, Spring's, or HTML, by turns unless
/// asked.
http::Response proxy_error(int status, const std::string& path, const std::string& kind = {});

}  // namespace fangst::sandbox

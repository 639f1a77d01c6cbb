#pragma once

#include "raw_server.hpp"

#include <fangst/http_client/client.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace fangst::test {

inline model::Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }
inline model::Deadline soon() { return in(std::chrono::seconds(20)); }

inline ports::HttpRequest get(std::string url) { return {"GET", std::move(url), {}, {}, nullptr}; }
inline ports::HttpRequest post(std::string url, std::string body) {
  return {"POST", std::move(url), {{"Content-Type", "text/plain"}}, std::move(body), nullptr};
}

/// Kept for all tests of the program: creating and destroying clients is tested on its own.
inline http_client::Client& client() {
  static http_client::Client shared{http_client::Settings{}};
  return shared;
}

/// Answers every request with what `answer` makes of it, keep-alive.
template <class Answer>
RawServer::Script always(Answer answer) {
  return [answer](Connection& connection, int) {
    Connection::Request request;
    while (connection.read_request(request)) answer(connection, request);
  };
}

}  // namespace fangst::test

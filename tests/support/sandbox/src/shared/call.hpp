#pragma once

#include "shared/reply.hpp"

#include <fangst/http/exchange.hpp>

#include <functional>
#include <string>

namespace fangst::sandbox {

struct World;

struct Call {
  http::RequestHead head;
  std::string body;
};

/// The path as it stood in the request line, without the query.
std::string raw_path(const http::RequestHead& head);
/// The query as it stood in the request line, without '?'.
std::string raw_query(const http::RequestHead& head);
/// "application/json" of "Application/JSON; charset=utf-8".
std::string media_type(std::string_view content_type);
/// Whether an Accept header lets a media type through; absent and "*/*" do.
bool accepts(std::string_view accept, std::string_view wanted);

/// A route whose whole body (at most 8 MiB) is handed over when it has come. Faults and delays of the reply are carried
/// out; an exception gives 500.
http::StreamHandler whole_body(World& world, std::function<Reply(const Call&)> answer);

}  // namespace fangst::sandbox

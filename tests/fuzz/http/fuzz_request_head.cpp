// One request as it comes from the socket: whole, and cut in two. What Beast and our parser make of it must not depend
// on where the pieces were cut.
#include "request_parser.hpp"
#include "require.hpp"

#include <algorithm>

namespace {

using fangst::fuzz::require;
using fangst::http::RequestParser;

constexpr std::size_t kHeaderLimit = 2048;

struct Parsed {
  bool failed = false;
  bool has_head = false;
  std::string target;
  std::string method;
  fangst::http::Headers headers;
  std::string body;
};

/// As the session does: bytes that were not taken are given again with those that follow.
void feed(RequestParser& parser, std::string& waiting, std::string_view more, Parsed& parsed) {
  waiting += more;
  while (!parsed.failed && !waiting.empty() && !parser.is_done()) {
    boost::beast::error_code ec;
    const auto taken = parser.step(waiting.data(), waiting.size(), ec);
    require(taken <= waiting.size(), "takes no more than it was given");
    parsed.body += parser.piece();
    waiting.erase(0, taken);
    parsed.failed = ec && ec != boost::beast::http::error::need_more;
    if (ec || taken == 0) return;
  }
}

Parsed parse(std::string_view text, std::size_t cut) {
  RequestParser parser(kHeaderLimit);
  Parsed parsed;
  std::string waiting;
  feed(parser, waiting, text.substr(0, cut), parsed);
  if (!parsed.failed && cut < text.size()) feed(parser, waiting, text.substr(cut), parsed);
  parsed.has_head = parser.is_header_done();
  if (parsed.has_head) {
    parsed.target = parser.raw_target();
    parsed.method = parser.head().method;
    parsed.headers = parser.head().headers;
  }
  return parsed;
}

void check_head(const Parsed& parsed) {
  std::size_t size = parsed.target.size() + parsed.method.size();
  for (const auto& [name, value] : parsed.headers) {
    require(!name.empty(), "a field has a name");
    require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a field is one line");
    size += name.size() + value.size();
  }
  require(size <= kHeaderLimit, "the limit of the head holds");
}

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

void check_target(std::string_view target) {
  fangst::http::RequestHead head;
  const auto read = fangst::http::parse_target(target, head);
  if (!read) {
    require(read.error().kind() == fangst::ErrorKind::invalid_input, "refused as input");
    return fangst::fuzz::require_sound(read.error());
  }
  require(head.path == "*" || head.path.starts_with('/'), "an absolute path");
  require(is_plain(head.path), "a path without control characters");
  const auto path = head.path + "/";
  require(path.find("/../") == std::string::npos && path.find("/./") == std::string::npos,
          "a path without dot segments");
  for (const auto& [name, value] : head.query) {
    require(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos, "a query without NUL");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto text = fangst::fuzz::view(data, size);
  check_target(text.substr(0, text.find_first_of("\r\n")));
  const auto whole = parse(text, text.size());
  if (whole.has_head) {
    check_head(whole);
    check_target(whole.target);
  }
  for (const auto cut : {size / 3, size / 2, size - std::min<std::size_t>(size, 1)}) {
    const auto pieces = parse(text, cut);
    require(pieces.has_head == whole.has_head, "a head or none, wherever it is cut");
    if (!whole.has_head)
      continue;  // Whether a head that has not ended is already known to be bad may depend on the cut.
    require(pieces.failed == whole.failed, "the same end, wherever it is cut");
    require(pieces.target == whole.target && pieces.headers == whole.headers, "the same head, wherever it is cut");
    require(whole.failed || pieces.body == whole.body, "the same body, wherever it is cut");
  }
  return 0;
}

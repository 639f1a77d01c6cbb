// What a handler puts into an answer, whatever it holds, leaves as one head: no field ends early and none is ours
// twice.
#include "require.hpp"
#include "response_head.hpp"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using fangst::fuzz::require;
  if (size < 2) return 0;
  fangst::http::Response response;
  response.status = 200 + data[0];
  auto text = fangst::fuzz::view(data + 1, size - 1);
  response.content_type = text.substr(0, text.find('|'));
  response.body = "x";
  while (!text.empty()) {
    const auto field = text.substr(0, text.find('|'));
    text.remove_prefix(std::min(text.size(), field.size() + 1));
    const auto name = field.substr(0, field.find(':'));
    response.headers.emplace_back(name, field.substr(std::min(field.size(), name.size() + 1)));
  }
  std::string head;
  fangst::http::append_head(head, response, {(data[0] & 1U) != 0, (data[0] & 2U) != 0});

  require(head.find("\r\n\r\n") == head.size() - 4, "the head ends once");
  std::size_t lengths = 0;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < head.size(); ++lines) {
    const auto end = head.find("\r\n", at);
    const auto line = std::string_view(head).substr(at, end - at);
    require(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos, "one line is one field");
    if (line.starts_with("Content-Length: ")) ++lengths;
    at = end + 2;
  }
  require(lengths == (fangst::http::may_have_body(response.status) ? 1U : 0U), "one length, if there is a body");
  require(lines <= response.headers.size() + 9, "no field that nobody asked for");
  return 0;
}

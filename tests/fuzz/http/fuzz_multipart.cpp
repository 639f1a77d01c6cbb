// A multipart body in pieces of any size gives the same parts; what a body holds is never more than what it was.
#include "require.hpp"

#include <fangst/http/multipart.hpp>

#include <string>
#include <vector>

namespace {

using fangst::fuzz::require;

struct Part {
  std::string name, filename, content_type, data;
  bool ended = false;
  bool operator==(const Part&) const = default;
};

struct Parsed {
  std::vector<Part> parts;
  bool accepted = false;
};

Parsed parse(std::string_view body, std::size_t piece) {
  Parsed parsed;
  fangst::http::MultipartParser parser(
      "grense", {[&](const fangst::http::PartHead& head) -> fangst::Result<void> {
                   require(parsed.parts.empty() || parsed.parts.back().ended, "a part ends before the next begins");
                   parsed.parts.push_back({head.name, head.filename, head.content_type, {}});
                   return {};
                 },
                 [&](std::string_view data) -> fangst::Result<void> {
                   require(!parsed.parts.empty() && !parsed.parts.back().ended, "data belongs to a part");
                   parsed.parts.back().data += data;
                   return {};
                 },
                 [&]() -> fangst::Result<void> {
                   require(!parsed.parts.empty() && !parsed.parts.back().ended, "a part ends once");
                   parsed.parts.back().ended = true;
                   return {};
                 }});
  fangst::Result<void> result;
  for (std::size_t at = 0; result && at < body.size(); at += piece) result = parser.write(body.substr(at, piece));
  if (result) result = parser.finish();
  parsed.accepted = result.has_value();
  if (!result) fangst::fuzz::require_sound(result.error());
  return parsed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto body = fangst::fuzz::view(data, size);
  const auto whole = parse(body, size + 1);
  std::size_t bytes = 0;
  for (const auto& part : whole.parts) {
    bytes += part.data.size();
    require(!whole.accepted || part.ended, "an accepted body has whole parts");
    require(part.data.find("\r\n--grense") == std::string::npos, "no data goes past a delimiter");
  }
  require(bytes <= size, "no more than was sent");
  for (const std::size_t piece : {1, 3, 17}) {
    const auto pieces = parse(body, piece);
    require(pieces.accepted == whole.accepted, "the same end, wherever it is cut");
    require(!whole.accepted || pieces.parts == whole.parts, "the same parts, wherever it is cut");
  }
  if (const auto boundary = fangst::http::MultipartParser::boundary_of(body)) {
    require(!boundary->empty() && boundary->size() <= 70, "a boundary of the length that RFC 2046 allows");
  }
  return 0;
}

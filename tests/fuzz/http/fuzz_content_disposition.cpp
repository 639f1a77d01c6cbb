// The head of a part: names are UTF-8 on one line, and what we write ourselves is read as it was meant.
#include "content_disposition.hpp"
#include "require.hpp"

#include <fangst/codec/multipart_body.hpp>
#include <fangst/text/utf8.hpp>

namespace {

using fangst::fuzz::require;

void check_text(std::string_view text) {
  require(fangst::text::is_utf8(text), "a name is UTF-8");
  require(!fangst::text::has_control_character(text), "a name is one line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto text = fangst::fuzz::view(data, size);
  if (const auto parameters = fangst::http::parse_parameters(text); !parameters) {
    fangst::fuzz::require_sound(parameters.error());
  }
  if (const auto head = fangst::http::parse_part_head(text)) {
    check_text(head->name);
    check_text(head->filename);
    check_text(head->content_type);
  } else {
    fangst::fuzz::require_sound(head.error());
  }
  // A backslash at the end, before the closing quote, is an escape to us and none to browsers: nobody can tell them
  // apart.
  if (!fangst::text::is_utf8(text) || fangst::text::has_control_character(text) || text.ends_with('\\')) return 0;
  const auto own = fangst::http::parse_part_head("Content-Disposition: " + fangst::codec::form_data("fil", text));
  require(own.has_value(), "what we write is read");
  // Browsers write a quote as %22 and leave a %22 of the name as it is; a backslash before a backslash is an escape.
  if (text.find("%22") == std::string_view::npos && text.find('\\') == std::string_view::npos) {
    require(own->name == "fil" && own->filename == text, "what we write is read as it was meant");
  }
  return 0;
}

#include "content_disposition.hpp"

#include <fangst/http/request.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/percent.hpp>
#include <fangst/text/utf8.hpp>

#include <algorithm>

namespace fangst::http {
namespace {

/// After the opening quote. Only \" and \\ are escapes: old browsers send Windows paths with bare backslashes.
Result<std::string> take_quoted(std::string_view& text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return value;
    }
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    value.push_back(text[i]);
  }
  return malformed_multipart("a quoted string is not closed");
}

Result<std::string> take_value(std::string_view& text) {
  if (text.starts_with('"')) {
    text.remove_prefix(1);
    return take_quoted(text);
  }
  const auto end = std::min(text.find(';'), text.size());
  std::string value(text::trim(text.substr(0, end)));
  text.remove_prefix(end);
  return value;
}

std::string latin1_to_utf8(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xC0 | (byte >> 6U)));
      out.push_back(static_cast<char>(0x80 | (byte & 0x3FU)));
    }
  }
  return out;
}

/// RFC 8187: charset'language'percent-encoded.
Result<std::string> decode_extended(std::string_view value) {
  const auto first = value.find('\'');
  const auto second = first == std::string_view::npos ? first : value.find('\'', first + 1);
  if (second == std::string_view::npos) return malformed_multipart("bad extended parameter");
  const auto charset = text::lower(value.substr(0, first));
  auto decoded = text::percent_decode(value.substr(second + 1));
  if (!decoded) return malformed_multipart("bad percent escape in an extended parameter");
  if (charset == "iso-8859-1") return latin1_to_utf8(*decoded);
  if (charset != "utf-8") return malformed_multipart("unknown charset of an extended parameter");
  return *std::move(decoded);
}

/// Browsers write a quote in a name as %22, and nothing else that way (WHATWG, multipart/form-data encoding).
std::string unescape_quotes(std::string text) {
  for (auto at = text.find("%22"); at != std::string::npos; at = text.find("%22", at + 1)) text.replace(at, 3, "\"");
  return text;
}

Result<std::string> checked_text(std::string text, const char* what) {
  if (!text::is_utf8(text)) return malformed_multipart(std::string(what) + " is not UTF-8");
  if (text::has_control_character(text)) return malformed_multipart(std::string(what) + " has a control character");
  return text;
}

Result<void> read_disposition(std::string_view value, PartHead& head) {
  FANGST_TRY(auto parameters, parse_parameters(value));
  FANGST_TRY(head.name, checked_text(unescape_quotes(parameters["name"]), "name"));
  std::string filename = unescape_quotes(parameters["filename"]);
  if (const auto extended = parameters.find("filename*"); extended != parameters.end()) {
    FANGST_TRY(filename, decode_extended(extended->second));
  }
  FANGST_TRY(head.filename, checked_text(std::move(filename), "filename"));
  return {};
}

}  // namespace

Failure malformed_multipart(std::string detail) {
  return Failure(
      Error(ErrorKind::invalid_input, "http.ugyldig_multipart", "http.multipart",
            {"Innholdet er ikke gyldig multipart. Kontroller skilletegnet (boundary) i Content-Type, hodene i "
             "hver del og at siste skillelinje er med."},
            {std::move(detail)}));
}

Result<std::map<std::string, std::string>> parse_parameters(std::string_view value) {
  std::map<std::string, std::string> parameters;
  value.remove_prefix(std::min(value.find(';'), value.size()));
  while (!(value = text::trim(value)).empty()) {
    if (value.front() != ';') return malformed_multipart("bad parameter list");
    value = text::trim(value.substr(1));
    if (value.empty()) break;  // A trailing semicolon is common and harmless.
    const auto equals = value.find('=');
    if (equals == std::string_view::npos) return malformed_multipart("a parameter without a value");
    auto name = text::lower(text::trim(value.substr(0, equals)));
    value = text::trim(value.substr(equals + 1));
    FANGST_TRY(auto text, take_value(value));
    if (!parameters.emplace(std::move(name), std::move(text)).second) {
      return malformed_multipart("a parameter is repeated");
    }
  }
  return parameters;
}

Result<PartHead> parse_part_head(std::string_view block) {
  PartHead head;
  bool has_disposition = false;
  while (!block.empty()) {
    const auto line = block.substr(0, block.find("\r\n"));
    block.remove_prefix(std::min(block.size(), line.size() + 2));
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return malformed_multipart("a part header without a colon");
    if (std::any_of(line.begin(), line.end(), [](char c) { return c != '\t' && text::is_control(c); })) {
      return malformed_multipart("a control character in a part header");
    }
    const auto name = text::lower(line.substr(0, colon));
    const auto value = text::trim(line.substr(colon + 1));
    if (name == "content-disposition") {
      if (has_disposition) return malformed_multipart("Content-Disposition is repeated");
      has_disposition = true;
      FANGST_CHECK(read_disposition(value, head));
    } else if (name == "content-type") {
      FANGST_TRY(head.content_type, checked_text(std::string(value), "Content-Type"));
    } else if (name == "content-transfer-encoding") {
      const auto encoding = text::lower(value);
      // RFC 7578 section 4.7: not used over HTTP; decoding nothing while saying nothing would archive the wrong bytes.
      if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
        return malformed_multipart("Content-Transfer-Encoding is not supported");
      }
    }
  }
  return head;
}

}  // namespace fangst::http

#include "xml_encoding.hpp"

#include "xml_faults.hpp"

#include <fangst/text/ascii.hpp>

#include <libxml/encoding.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <memory>

namespace fangst::schemas {
namespace {

constexpr std::string_view kUtf8 = "UTF-8";
constexpr std::size_t kMaxDeclaration = 256;

struct EncodingName {
  std::string_view declared;  // upper case
  const char* converter;      // what libxml2 calls it; nullptr: UTF-8 already
};
constexpr std::array kAllowed{EncodingName{"UTF-8", nullptr},
                              EncodingName{"UTF8", nullptr},
                              EncodingName{"US-ASCII", nullptr},
                              EncodingName{"ASCII", nullptr},
                              EncodingName{"ISO-8859-1", "ISO-8859-1"},
                              EncodingName{"ISO8859-1", "ISO-8859-1"},
                              EncodingName{"LATIN1", "ISO-8859-1"},
                              EncodingName{"ISO-8859-15", "ISO-8859-15"},
                              EncodingName{"WINDOWS-1252", "WINDOWS-1252"},
                              EncodingName{"CP1252", "WINDOWS-1252"}};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

Error unsupported() { return xml_fault("xml.tegnsett", "Tegnsettet i XML-dokumentet støttes ikke. Bruk UTF-8."); }

/// The value of `encoding` in the XML declaration; UTF-8 when there is no declaration or it names none.
Result<std::string> declared_encoding(std::string_view bytes) {
  if (bytes.size() < 6 || bytes.substr(0, 5) != "<?xml" || !is_space(bytes[5])) return std::string(kUtf8);
  const auto declaration = bytes.substr(0, std::min(bytes.size(), kMaxDeclaration));
  const auto end = declaration.find("?>");
  if (end == std::string_view::npos) {
    return Failure(
        xml_fault("xml.ugyldig", "XML-deklarasjonen på første linje er ikke avsluttet. Rett den og send på nytt."));
  }
  auto at = declaration.substr(0, end).find("encoding");
  if (at == std::string_view::npos) return std::string(kUtf8);
  auto rest = declaration.substr(0, end).substr(at + 8);
  const auto skip = [&rest] { rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \t\r\n"))); };
  skip();
  if (rest.empty() || rest[0] != '=') return Failure(unsupported());
  rest.remove_prefix(1);
  skip();
  if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return Failure(unsupported());
  const auto close = rest.find(rest[0], 1);
  if (close == std::string_view::npos) return Failure(unsupported());
  return text::upper(rest.substr(1, close - 1));
}

struct BufferFree {
  void operator()(xmlBuffer* buffer) const { xmlBufferFree(buffer); }
};
struct HandlerClose {
  void operator()(xmlCharEncodingHandler* handler) const { xmlCharEncCloseFunc(handler); }
};

Result<Utf8Text> convert(std::string_view bytes, const char* encoding, std::size_t max_bytes) {
  const std::unique_ptr<xmlCharEncodingHandler, HandlerClose> handler(xmlFindCharEncodingHandler(encoding));
  const std::unique_ptr<xmlBuffer, BufferFree> in(xmlBufferCreate());
  const std::unique_ptr<xmlBuffer, BufferFree> out(xmlBufferCreate());
  if (!handler || !in || !out) return Failure(unsupported());

  std::string text;
  constexpr std::size_t kPiece = 64U << 10U;
  while (!bytes.empty() || xmlBufferLength(in.get()) > 0) {
    const auto piece = bytes.substr(0, std::min(bytes.size(), kPiece));
    bytes.remove_prefix(piece.size());
    xmlBufferAdd(in.get(), reinterpret_cast<const xmlChar*>(piece.data()), static_cast<int>(piece.size()));
    const int left_before = xmlBufferLength(in.get());
    if (xmlCharEncInFunc(handler.get(), out.get(), in.get()) < 0 ||
        (bytes.empty() && xmlBufferLength(in.get()) == left_before)) {
      return Failure(xml_fault("xml.tegnsett",
                               "XML-dokumentet har tegn som ikke passer med tegnsettet det oppgir. "
                               "Rett tegnsettet, helst til UTF-8, og send på nytt."));
    }
    text.append(reinterpret_cast<const char*>(xmlBufferContent(out.get())),
                static_cast<std::size_t>(xmlBufferLength(out.get())));
    xmlBufferEmpty(out.get());
    if (text.size() > max_bytes) return Failure(limit_fault("mange byte", max_bytes));
  }
  return Utf8Text::converted(std::move(text));
}

}  // namespace

Result<Utf8Text> to_utf8(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") return Utf8Text::unchanged(bytes.substr(3));
  if (bytes.substr(0, 2) == "\xFE\xFF") return convert(bytes.substr(2), "UTF-16BE", max_bytes);
  if (bytes.substr(0, 2) == "\xFF\xFE") return convert(bytes.substr(2), "UTF-16LE", max_bytes);
  FANGST_TRY(const auto name, declared_encoding(bytes));
  const auto* known = std::find_if(kAllowed.begin(), kAllowed.end(), [&](const auto& e) { return e.declared == name; });
  if (known == kAllowed.end()) return Failure(unsupported());
  if (known->converter == nullptr) return Utf8Text::unchanged(bytes);
  return convert(bytes, known->converter, max_bytes);
}

}  // namespace fangst::schemas

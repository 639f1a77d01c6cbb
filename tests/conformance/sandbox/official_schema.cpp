#include "official_schema.hpp"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace fangst::test {
namespace {

namespace fs = std::filesystem;

fs::path schema_folder() {
  if (const char* named = std::getenv("FANGST_OFFICIAL_SCHEMAS")) return fs::path(named) / "digipost-v8";
  return fs::path(FANGST_SOURCE_DIR) / ".." / "shared" / "official" / "digipost-v8";
}

/// The main schema does not import the data types, and its xsd:any is strict: both are needed at once.
std::string wrapper(const fs::path& folder) {
  const auto import_of = [&folder](const char* space, const char* file) {
    return "<xsd:import namespace=\"" + std::string(space) + "\" schemaLocation=\"" +
           fs::weakly_canonical(folder / file).string() + "\"/>";
  };
  return "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">" +
         import_of("http://api.digipost.no/schema/v8", "api_v8.xsd") +
         import_of("http://api.digipost.no/schema/datatypes", "datatypes.xsd") + "</xsd:schema>";
}

void keep_first(void* text, const char* format, ...) {
  auto* first = static_cast<std::string*>(text);
  if (!first->empty()) return;
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  *first = line;
}

}  // namespace

struct OfficialDigipostSchema::State {
  std::unique_ptr<xmlSchema, void (*)(xmlSchema*)> schema{nullptr, xmlSchemaFree};
};

OfficialDigipostSchema::OfficialDigipostSchema() {
  const auto folder = schema_folder();
  if (!fs::exists(folder / "api_v8.xsd")) return;
  const std::string text = wrapper(folder);
  std::string fault;
  const std::unique_ptr<xmlSchemaParserCtxt, void (*)(xmlSchemaParserCtxt*)> parser(
      xmlSchemaNewMemParserCtxt(text.data(), static_cast<int>(text.size())), xmlSchemaFreeParserCtxt);
  xmlSchemaSetParserErrors(parser.get(), keep_first, keep_first, &fault);
  state_ = std::make_unique<State>();
  state_->schema.reset(xmlSchemaParse(parser.get()));
  if (!state_->schema) throw std::runtime_error("the official schema does not parse: " + fault);
}

OfficialDigipostSchema::~OfficialDigipostSchema() = default;

std::string OfficialDigipostSchema::fault_of(const std::string& xml) const {
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "", nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      xmlFreeDoc);
  if (!document) return "not well-formed";
  std::string fault;
  const std::unique_ptr<xmlSchemaValidCtxt, void (*)(xmlSchemaValidCtxt*)> context(
      xmlSchemaNewValidCtxt(state_->schema.get()), xmlSchemaFreeValidCtxt);
  xmlSchemaSetValidErrors(context.get(), keep_first, keep_first, &fault);
  const int outcome = xmlSchemaValidateDoc(context.get(), document.get());
  return outcome == 0 ? "" : (fault.empty() ? "invalid" : fault);
}

}  // namespace fangst::test

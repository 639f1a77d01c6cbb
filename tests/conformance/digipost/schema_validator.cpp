#include "schema_validator.hpp"

#include <libxml/xmlschemas.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace fangst::digipost {
namespace {

std::filesystem::path schema_folder() {
  if (const char* given = std::getenv("FANGST_OFFICIAL_SCHEMAS"); given != nullptr) return given;
  return std::filesystem::path(FANGST_SOURCE_DIR) / ".." / "shared" / "official";
}

void append(void* text, xmlError* error) { *static_cast<std::string*>(text) += error->message; }

/// The API's schema leaves the content of data-type to a second one: a small schema that imports both.
std::string wrapper(const std::filesystem::path& folder) {
  const auto include = [&](const char* ns, const char* file) {
    return std::string("<xsd:import namespace=\"") + ns + "\" schemaLocation=\"" + (folder / file).string() + "\"/>";
  };
  return "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">" +
         include("http://api.digipost.no/schema/v8", "api_v8.xsd") +
         include("http://api.digipost.no/schema/datatypes", "datatypes.xsd") + "</xsd:schema>";
}

}  // namespace

struct SchemaValidator::State {
  xmlSchema* schema = nullptr;
  ~State() { xmlSchemaFree(schema); }
};

SchemaValidator::SchemaValidator(std::unique_ptr<State> state) : state_(std::move(state)) {}
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;
SchemaValidator::~SchemaValidator() = default;

std::optional<SchemaValidator> SchemaValidator::load() {
  const auto folder = std::filesystem::absolute(schema_folder()) / "digipost-v8";
  if (!std::filesystem::exists(folder / "api_v8.xsd")) return std::nullopt;
  const auto text = wrapper(folder);
  auto* parser = xmlSchemaNewMemParserCtxt(text.data(), static_cast<int>(text.size()));
  std::string faults;
  xmlSchemaSetParserStructuredErrors(parser, &append, &faults);
  auto state = std::make_unique<State>();
  state->schema = xmlSchemaParse(parser);
  xmlSchemaFreeParserCtxt(parser);
  if (state->schema == nullptr) throw std::runtime_error("Digipost's schema cannot be read: " + faults);
  return SchemaValidator(std::move(state));
}

std::string SchemaValidator::fault_of(const std::string& xml) const {
  auto* document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET);
  if (document == nullptr) return "not well-formed";
  auto* context = xmlSchemaNewValidCtxt(state_->schema);
  std::string faults;
  xmlSchemaSetValidStructuredErrors(context, &append, &faults);
  const int result = xmlSchemaValidateDoc(context, document);
  xmlSchemaFreeValidCtxt(context);
  xmlFreeDoc(document);
  return result == 0 ? std::string() : faults.empty() ? "invalid" : faults;
}

}  // namespace fangst::digipost

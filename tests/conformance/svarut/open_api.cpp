#include "open_api.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

namespace fangst::test {
namespace {

using nlohmann::json;

std::filesystem::path folder() {
  if (const char* given = std::getenv("FANGST_OFFICIAL_SCHEMAS"); given != nullptr) return given;
  return std::filesystem::path(FANGST_SOURCE_DIR) / ".." / "shared" / "official";
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool has_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  throw std::runtime_error("unknown type " + type);
}

void require_known_keywords(const json& schema) {
  static const std::set<std::string> kKnown = {
      "type",    "required", "properties",  "items",  "minLength",   "maxLength", "pattern", "enum",
      "minimum", "maxItems", "uniqueItems", "format", "description", "example",   "default", "$ref"};
  for (const auto& [keyword, ignored] : schema.items()) {
    if (!kKnown.contains(keyword)) throw std::runtime_error("unknown keyword " + keyword);
  }
}

}  // namespace

std::optional<OpenApi> OpenApi::load(const std::string& name) {
  std::ifstream file(folder() / "svarut" / name);
  if (!file) return std::nullopt;
  return OpenApi(json::parse(file));
}

std::vector<std::string> OpenApi::breaches(const json& value, const std::string& schema) const {
  std::vector<std::string> found;
  check(value, {{"$ref", "#/components/schemas/" + schema}}, "", found);
  return found;
}

void OpenApi::check(const json& value, const json& schema, const std::string& at,
                    std::vector<std::string>& found) const {
  if (schema.contains("$ref")) {
    const auto target = schema.at("$ref").get<std::string>().substr(1);
    return check(value, document_.at(json::json_pointer(target)), at, found);
  }
  require_known_keywords(schema);
  if (!has_type(value, schema.at("type"))) return found.push_back(at + ": not " + schema.at("type").get<std::string>());
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    const auto length = characters(text);
    if (length < schema.value("minLength", 0U)) found.push_back(at + ": too short");
    if (schema.contains("maxLength") && length > schema.at("maxLength").get<std::size_t>()) {
      found.push_back(at + ": too long");
    }
    if (schema.contains("pattern") && !std::regex_match(text, std::regex(schema.at("pattern").get<std::string>()))) {
      found.push_back(at + ": not of the pattern");
    }
    const auto allowed = schema.value("enum", json::array({value}));
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) found.push_back(at + ": not in the list");
  }
  if (value.is_number() && value < schema.value("minimum", value)) found.push_back(at + ": too small");
  if (value.is_array()) {
    if (value.size() > schema.value("maxItems", value.size())) found.push_back(at + ": too many");
    for (std::size_t i = 0; i < value.size(); ++i) {
      check(value[i], schema.at("items"), at + "/" + std::to_string(i), found);
    }
  }
  if (!value.is_object()) return;
  for (const auto& name : schema.value("required", json::array())) {
    if (!value.contains(name.get<std::string>())) found.push_back(at + "/" + name.get<std::string>() + ": missing");
  }
  for (const auto& [name, member] : value.items()) {
    const auto properties = schema.value("properties", json::object());
    if (properties.contains(name)) {
      check(member, properties.at(name), at + "/" + name, found);
    } else {
      found.push_back(at + "/" + name + ": not in the schema");
    }
  }
}

}  // namespace fangst::test

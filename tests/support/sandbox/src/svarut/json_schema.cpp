#include "svarut/json_schema.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

std::int64_t code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

bool has_type(const json& value, JsonType type) {
  switch (type) {
    case JsonType::text:
      return value.is_string();
    case JsonType::boolean:
      return value.is_boolean();
    case JsonType::integer:
      return value.is_number_integer();
    case JsonType::list:
      return value.is_array();
    default:
      return value.is_object();
  }
}

std::string range_text(const Schema& schema) {
  return std::to_string(schema.least) + ".." + std::to_string(schema.most);
}

void check_text(const std::string& text, const Schema& schema, const std::string& pointer, Violations& violations) {
  const auto length = code_points(text);
  if (length < schema.least || length > schema.most) {
    violations[pointer] = "lengden må være " + range_text(schema);
  } else if (schema.form != nullptr && !schema.form(text)) {
    violations[pointer] = "ugyldig format";
  } else if (!schema.one_of.empty() &&
             std::find(schema.one_of.begin(), schema.one_of.end(), text) == schema.one_of.end()) {
    violations[pointer] = "ukjent verdi";
  }
}

void check_list(const json& list, const Schema& schema, const std::string& pointer, Violations& violations) {
  const auto size = static_cast<std::int64_t>(list.size());
  if (size < schema.least || size > schema.most) violations[pointer] = "antallet må være " + range_text(schema);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!schema.items.empty()) check(list[i], schema.items.front(), pointer + "/" + std::to_string(i), violations);
    const auto earlier = list.begin() + static_cast<std::ptrdiff_t>(i);
    if (schema.unique && std::find(list.begin(), earlier, list[i]) != earlier) violations[pointer] = "gjentatt verdi";
  }
}

void check_object(const json& object, const Schema& schema, const std::string& pointer, Violations& violations) {
  for (const auto& field : schema.fields) {
    const auto member = object.find(field.name);
    const std::string below = pointer + "/" + std::string(field.name);
    if (member != object.end()) {
      check(*member, field.schema, below, violations);
    } else if (field.required) {
      violations[below] = "mangler";
    }
  }
}

}  // namespace

void check(const json& value, const Schema& schema, const std::string& pointer, Violations& violations) {
  if (!has_type(value, schema.type)) {
    violations[pointer] = "feil type";
    return;
  }
  switch (schema.type) {
    case JsonType::text:
      check_text(value.get_ref<const std::string&>(), schema, pointer, violations);
      break;
    case JsonType::integer:
      if (value.get<std::int64_t>() < schema.least || value.get<std::int64_t>() > schema.most) {
        violations[pointer] = "verdien må være " + range_text(schema);
      }
      break;
    case JsonType::list:
      check_list(value, schema, pointer, violations);
      break;
    case JsonType::object:
      check_object(value, schema, pointer, violations);
      break;
    case JsonType::boolean:
      break;
  }
}

Schema with(Schema schema, std::vector<Field> more) {
  schema.fields.insert(schema.fields.end(), more.begin(), more.end());
  return schema;
}

}  // namespace fangst::sandbox

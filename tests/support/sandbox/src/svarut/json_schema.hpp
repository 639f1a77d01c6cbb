#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::sandbox {

enum class JsonType { text, boolean, integer, list, object };

struct Field;

/// What a JSON value must be. Members that are not named are let through. A template, because a list of fields can only
/// be made where Field is complete.
template <class Member>
struct SchemaOf {
  JsonType type = JsonType::text;
  std::int64_t least = 0;  ///< Code points of a text, value of an integer, items of a list.
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool (*form)(std::string_view) = nullptr;  ///< Of a text.
  std::vector<std::string_view> one_of{};    ///< Of a text.
  std::vector<Member> fields{};              ///< Of an object.
  std::vector<SchemaOf> items{};             ///< Of a list: one.
  bool unique = false;                       ///< Of a list.
};
using Schema = SchemaOf<Field>;

struct Field {
  std::string_view name;
  bool required = false;
  Schema schema{};
};

/// JSON Pointer to what is wrong there.
using Violations = std::map<std::string, std::string>;

void check(const nlohmann::json& value, const Schema& schema, const std::string& pointer, Violations& violations);

/// Adds fields to an object's schema.
Schema with(Schema schema, std::vector<Field> more);

}  // namespace fangst::sandbox

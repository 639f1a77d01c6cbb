#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fangst::test {

/// KS' own description of an API, where the official schemas are at hand: $FANGST_OFFICIAL_SCHEMAS, or beside the
/// repository.
class OpenApi {
 public:
  static std::optional<OpenApi> load(const std::string& name);

  /// Every breach, by JSON Pointer. Stricter than the API in one way: a member that the schema does not name is a
  /// breach, since SvarUt would pass over what we meant to say. Throws on a keyword that it does not know, so that no
  /// rule is passed over either.
  std::vector<std::string> breaches(const nlohmann::json& value, const std::string& schema) const;

 private:
  explicit OpenApi(nlohmann::json document) : document_(std::move(document)) {}
  void check(const nlohmann::json& value, const nlohmann::json& schema, const std::string& at,
             std::vector<std::string>& found) const;
  nlohmann::json document_;
};

}  // namespace fangst::test

#pragma once

#include <memory>
#include <optional>
#include <string>

namespace fangst::digipost {

/// Digipost's own schema, where the official schemas are at hand: $FANGST_OFFICIAL_SCHEMAS, or beside the repository.
class SchemaValidator {
 public:
  static std::optional<SchemaValidator> load();
  ~SchemaValidator();
  SchemaValidator(SchemaValidator&&) noexcept;

  /// Empty when the document is valid, else what libxml2 says.
  std::string fault_of(const std::string& xml) const;

 private:
  struct State;
  explicit SchemaValidator(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fangst::digipost

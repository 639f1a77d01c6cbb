#pragma once

#include <fangst/ports/intake_format.hpp>

namespace fangst::generic {

/// The generic submission JSON (schemas/innsending.schema.json), as any system may write it.
class InnsendingFormat final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "innsending"; }
  std::string_view content_type() const override { return "application/json"; }
  Result<ports::ParsedIntake> parse(std::string_view message, const ports::SourceProfile& source) const override;
};

}  // namespace fangst::generic

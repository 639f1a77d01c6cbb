#pragma once

#include <fangst/ports/intake_format.hpp>

namespace fangst::gerica {

/// NHN MsgHead 1.2 with a Dialogmelding 1.0 or 1.1 and attachments.
class MsgHeadFormat final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "gerica-msghead"; }
  std::string_view content_type() const override { return "application/xml"; }
  std::vector<ports::Setting> settings() const override;
  Result<ports::ParsedIntake> parse(std::string_view message, const ports::SourceProfile& source) const override;
};

}  // namespace fangst::gerica

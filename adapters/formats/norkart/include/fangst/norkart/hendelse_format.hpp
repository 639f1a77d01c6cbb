#pragma once

#include <fangst/ports/intake_format.hpp>

namespace fangst::norkart {

/// A KOMTEK event of the fire prevention service (schemas/norkart-hendelse.schema.json): inspection done, deviation
/// closed, order given. The report is fetched later, by its address.
class HendelseFormat final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "norkart-hendelse"; }
  std::string_view content_type() const override { return "application/cloudevents+json"; }
  std::vector<ports::Setting> settings() const override;
  Result<ports::ParsedIntake> parse(std::string_view message, const ports::SourceProfile& source) const override;
};

}  // namespace fangst::norkart

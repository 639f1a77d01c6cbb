#pragma once

#include <fangst/ports/intake_format.hpp>

namespace fangst::visma {

/// A CloudEvent that says that a document is finished (schemas/visma-hendelse.schema.json). The files are fetched
/// later, by their addresses.
class HendelseFormat final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "visma-hendelse"; }
  std::string_view content_type() const override { return "application/cloudevents+json"; }
  std::vector<ports::Setting> settings() const override;
  Result<ports::ParsedIntake> parse(std::string_view message, const ports::SourceProfile& source) const override;
};

}  // namespace fangst::visma

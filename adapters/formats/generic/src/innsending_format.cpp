#include <fangst/codec/intake_rules.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/generic/innsending_format.hpp>

namespace fangst::generic {
namespace {

/// Titles of a shielded source hold names, and the case and the journalpost are journalled apart: both must say what is
/// hidden and by which hjemmel.
std::vector<FieldError> missing_shielding(const model::SubmissionContent& content) {
  std::vector<FieldError> faults;
  const auto require = [&faults](bool is_there, const char* pointer, const char* message) {
    if (!is_there) faults.push_back({pointer, message});
  };
  constexpr auto* kSkjerming = "Kilden er satt opp som skjermet. Oppgi tilgangsrestriksjon og skjermingshjemmel.";
  constexpr auto* kTitle = "Kilden er satt opp som skjermet. Oppgi en tittel uten navn, for eksempel med *****.";
  require(content.sak.skjerming.has_value(), "/sak/skjerming", kSkjerming);
  require(content.journalpost.skjerming.has_value(), "/journalpost/skjerming", kSkjerming);
  require(!content.sak.offentlig_tittel.empty(), "/sak/offentligTittel", kTitle);
  require(!content.journalpost.offentlig_tittel.empty(), "/journalpost/offentligTittel", kTitle);
  return faults;
}

}  // namespace

Result<ports::ParsedIntake> InnsendingFormat::parse(std::string_view message,
                                                    const ports::SourceProfile& source) const {
  FANGST_TRY(auto content, codec::from_json(message, source.realm));
  if (source.requires_skjerming) {
    if (auto faults = missing_shielding(content); !faults.empty()) {
      return Failure(codec::invalid_fields("innsending", std::move(faults)));
    }
  }
  auto& sak_key = content.sak.ekstern_noekkel;
  if (sak_key.fagsystem.empty()) sak_key.fagsystem = source.fagsystem;
  auto& key = content.journalpost.ekstern_noekkel;
  if (key.noekkel.empty()) key.noekkel = content.external_key.str();
  if (key.fagsystem.empty()) key.fagsystem = source.fagsystem;
  return ports::ParsedIntake{std::move(content), {}};
}

}  // namespace fangst::generic

#include "code_tables.hpp"

#include <algorithm>
#include <array>

namespace fangst::visma {
namespace {

constexpr std::string_view kPrefix = "no.kommune.";
constexpr std::string_view kSuffix = ".dokument.ferdigstilt.v1";

constexpr std::array kFag{
    Fag{"skole", "ELEV", "Elevmappe"},
    Fag{"barnehage", "BARNEHAGE", "Barnehagemappe"},
    Fag{"ppt", "PPT", "PPT-mappe"},
    Fag{"barnevern", "BARNEVERN", "Barnevernsmappe"},
    Fag{"sosial", "SOSIAL", "Sosialtjenester"},
    Fag{"flyktning", "FLYKTNING", "Flyktningmappe"},
};

constexpr std::array kKinds{
    DokumentKind{"VEDTAK", "VEDTAK", "Vedtak"},
    DokumentKind{"SAKKYNDIG_VURDERING", "UTREDNING", "Sakkyndig vurdering"},
    DokumentKind{"UTREDNING", "UTREDNING", "Utredning"},
    DokumentKind{"RAPPORT", "RAPPORT", "Rapport"},
    DokumentKind{"PLAN", "DOKUMENT", "Plan"},
    DokumentKind{"SOKNAD", "SØKNAD", "Søknad"},
    DokumentKind{"HENVISNING", "MELDING", "Henvisning"},
    DokumentKind{"MELDING", "MELDING", "Melding"},
    DokumentKind{"BREV", "KORR", "Brev"},
    DokumentKind{"KLAGE", "KLAGE", "Klage"},
    DokumentKind{"UTTALELSE", "UTTALELSE", "Uttalelse"},
    DokumentKind{"AVTALE", "AVTALE", "Avtale"},
    DokumentKind{"REFERAT", "PROTOKOLL", "Referat"},
    DokumentKind{"NOTAT", "NOTAT", "Notat"},
};

}  // namespace

std::optional<Fag> find_fag(std::string_view event_type) {
  for (const auto& fag : kFag) {
    if (event_type.size() == kPrefix.size() + fag.name.size() + kSuffix.size() && event_type.starts_with(kPrefix) &&
        event_type.ends_with(kSuffix) && event_type.substr(kPrefix.size(), fag.name.size()) == fag.name) {
      return fag;
    }
  }
  return std::nullopt;
}

std::vector<std::string> names_of_fag() {
  std::vector<std::string> names;
  for (const auto& fag : kFag) names.emplace_back(fag.name);
  return names;
}

std::optional<DokumentKind> find_dokument_kind(std::string_view code) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [code](const auto& kind) { return kind.code == code; });
  return found == kKinds.end() ? std::nullopt : std::optional(*found);
}

std::vector<std::string> codes_of_dokument_kinds() {
  std::vector<std::string> codes;
  for (const auto& kind : kKinds) codes.emplace_back(kind.code);
  return codes;
}

std::string_view journalposttype_of(std::string_view retning) {
  if (retning == "UT") return "U";
  return retning == "INN" ? "I" : "X";
}

}  // namespace fangst::visma

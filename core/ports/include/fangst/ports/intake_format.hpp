#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/model/submission.hpp>
#include <fangst/ports/setting.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fangst::ports {

/// What the configuration says of a source, for one format.
struct SourceProfile {
  model::SourceName name;
  std::string fagsystem;            ///< Written as EksternNoekkel::fagsystem, e.g. "Gerica".
  std::string organisasjonsnummer;  ///< Of the municipality.
  std::string avsender_navn;
  bool requires_skjerming = false;  ///< A submission without skjermingshjemmel is refused (fail closed).
  model::IdentityRealm realm = model::IdentityRealm::production;
  SettingValues settings;  ///< Of the format that reads: what its settings() declares.
};

/// A document that came inside the message itself (base64 in XML): decoded bytes, to be stored with the submission.
struct EmbeddedDocument {
  std::size_t index = 0;  ///< Which of SubmissionContent::dokumenter.
  std::string bytes;
};

struct ParsedIntake {
  model::SubmissionContent content;
  std::vector<EmbeddedDocument> embedded;
};

/// Reads one message of a specialist system into a submission: a pure function without I/O. Thread-safe.
/// `invalid_input` names every faulty field at once; `internal` when the source is not fully configured.
class IntakeFormat {
 public:
  virtual ~IntakeFormat() = default;
  virtual std::string_view name() const = 0;          ///< e.g. "gerica-msghead": the last part of the intake URL.
  virtual std::string_view content_type() const = 0;  ///< e.g. "application/xml".
  /// The settings that the format reads from SourceProfile::settings. The configuration refuses all others.
  virtual std::vector<Setting> settings() const { return {}; }
  virtual Result<ParsedIntake> parse(std::string_view message, const SourceProfile& source) const = 0;
};

}  // namespace fangst::ports

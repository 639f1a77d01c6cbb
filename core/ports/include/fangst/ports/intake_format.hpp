#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/model/submission.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::ports {

/// What the configuration says of a source; the same for every format.
struct SourceProfile {
  model::SourceName name;
  std::string fagsystem;            ///< Written as EksternNoekkel::fagsystem, e.g. "Gerica".
  std::string organisasjonsnummer;  ///< Of the municipality.
  std::string avsender_navn;
  bool requires_skjerming = false;  ///< A submission without skjermingshjemmel is refused (fail closed).
  model::IdentityRealm realm = model::IdentityRealm::production;
  std::map<std::string, std::string> settings;  ///< The adapter's own: arkivdel, own HER-ids, class tables.

  std::string setting(const std::string& key, std::string_view otherwise = {}) const {
    const auto found = settings.find(key);
    return found == settings.end() || found->second.empty() ? std::string(otherwise) : found->second;
  }
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

/// Turns one message of a specialist system into a submission: a pure function, no I/O. Thread-safe.
/// Errors are `invalid_input` and name every faulty field at once.
class IntakeFormat {
 public:
  virtual ~IntakeFormat() = default;
  virtual std::string_view name() const = 0;          ///< e.g. "gerica-msghead": the last part of the intake URL.
  virtual std::string_view content_type() const = 0;  ///< e.g. "application/xml".
  virtual Result<ParsedIntake> parse(std::string_view message, const SourceProfile& source) const = 0;
};

}  // namespace fangst::ports

#include "mapping.hpp"
#include "msg_head_reader.hpp"

#include <fangst/codec/intake_rules.hpp>
#include <fangst/gerica/msghead_format.hpp>
#include <fangst/schemas/xml_document.hpp>

namespace fangst::gerica {

Result<ports::ParsedIntake> MsgHeadFormat::parse(std::string_view message, const ports::SourceProfile& source) const {
  if (source.settings.text("skjermingshjemmel").empty()) {
    return Failure(codec::unwanted_message("gerica", "mangler_hjemmel",
                                           "Kilden er satt opp uten skjermingshjemmel, og helseopplysninger arkiveres "
                                           "aldri åpent. Be drift legge inn hjemmelen, og send på nytt."));
  }
  FANGST_TRY(const auto document, schemas::XmlDocument::parse(message));
  FANGST_TRY(auto head, read_msg_head(document, source.realm));
  return to_submission(std::move(head), message, source);
}

}  // namespace fangst::gerica

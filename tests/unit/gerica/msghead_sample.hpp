#pragma once

#include <fangst/gerica/msghead_format.hpp>
#include <fangst/support/parsed_messages.hpp>

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

/// The sample message, changes of it, and a source that sends it.
namespace fangst::gerica {

inline std::string file(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(FANGST_SAMPLES "/" + name).rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

inline std::string sample() { return file("g1_msghead_dialognotat_vedlegg.xml"); }

/// The sample with every `from` as `to`; a change that changes nothing is a fault of the test.
inline std::string changed(std::string text, std::string_view from, std::string_view to) {
  std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  for (; at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}
inline std::string sample_with(std::string_view from, std::string_view to) { return changed(sample(), from, to); }

/// A document with a file in it.
inline std::string attachment(const std::string& mime_type, const std::string& description, const std::string& base64) {
  return "<Document><RefDoc><MsgType V=\"A\"/><MimeType>" + mime_type + "</MimeType><Description>" + description +
         "</Description><Content><Base64Container xmlns=\"http://www.kith.no/xmlstds/base64container\">" + base64 +
         "</Base64Container></Content></RefDoc></Document>";
}

/// Where the documents after the first begin; in the sample that is its file.
inline std::size_t second_document(const std::string& xml) {
  return xml.find("<Document>", xml.find("<Document>") + 1);
}

/// The sample with these documents instead of its file.
inline std::string sample_with_files(const std::string& documents) {
  auto xml = sample();
  const auto begin = second_document(xml);
  return xml.replace(begin, xml.rfind("</MsgHead>") - begin, documents);
}

inline ports::SourceProfile source() {
  auto profile =
      support::source_of(MsgHeadFormat(), {{"egne_her_ider", std::vector<std::string>{"90000009", "90000002"}},
                                           {"skjermingshjemmel", "Offl. § 13, jf. hol. § 12-1, jf. fvl. § 13"},
                                           {"pasientnoekkel_hemmelighet_fil", "hemmelighet-for-test"},
                                           {"kkf", "G21"}});
  profile.fagsystem = "Gerica";
  profile.requires_skjerming = true;
  return profile;
}

inline ports::SourceProfile source_with(const std::string& name, ports::SettingValue value) {
  auto profile = source();
  profile.settings.give(name, std::move(value));
  return profile;
}

inline ports::ParsedIntake accept(const std::string& xml, const ports::SourceProfile& profile = source()) {
  return support::accepted(MsgHeadFormat(), xml, profile);
}
inline std::string refused_as(const std::string& xml, const ports::SourceProfile& profile = source()) {
  return support::refusal_code(MsgHeadFormat(), xml, profile);
}
inline std::vector<std::string> faults(const std::string& xml, const ports::SourceProfile& profile = source()) {
  return support::faulty_fields(MsgHeadFormat(), xml, profile);
}

}  // namespace fangst::gerica

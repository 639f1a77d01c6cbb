#include <fangst/codec/submission_json.hpp>
#include <fangst/support/parsed_messages.hpp>

#include <gtest/gtest.h>

namespace fangst::support {
namespace {

void report(const char* what, const Error& error) {
  ADD_FAILURE() << what << error.code() << ": " << error.public_text();
  for (const auto& field : error.fields()) ADD_FAILURE() << what << field.pointer << ": " << field.message;
}

}  // namespace

ports::SourceProfile source_of(const ports::IntakeFormat& format,
                               const std::map<std::string, ports::SettingValue>& settings) {
  ports::SourceProfile profile;
  profile.name = model::SourceName("kilde");
  profile.fagsystem = "fagsystem";
  profile.realm = model::IdentityRealm::synthetic;
  profile.settings = ports::SettingValues(format.settings(), settings);
  return profile;
}

ports::ParsedIntake accepted(const ports::IntakeFormat& format, std::string_view message,
                             const ports::SourceProfile& source) {
  auto parsed = format.parse(message, source);
  if (!parsed) {
    report("refused: ", parsed.error());
    return {};
  }
  const auto valid = codec::from_json(codec::to_json(parsed->content), source.realm);
  if (!valid) report("not a valid submission: ", valid.error());
  return *std::move(parsed);
}

std::string refusal_code(const ports::IntakeFormat& format, std::string_view message,
                         const ports::SourceProfile& source) {
  const auto parsed = format.parse(message, source);
  if (parsed) return "(accepted)";
  EXPECT_EQ(parsed.error().kind(), ErrorKind::invalid_input);
  return parsed.error().code();
}

std::vector<std::string> faulty_fields(const ports::IntakeFormat& format, std::string_view message,
                                       const ports::SourceProfile& source) {
  const auto parsed = format.parse(message, source);
  if (parsed) return {"(accepted)"};
  EXPECT_EQ(parsed.error().kind(), ErrorKind::invalid_input);
  std::vector<std::string> pointers;
  for (const auto& field : parsed.error().fields()) pointers.push_back(field.pointer);
  return pointers;
}

void expect_only_fault(const ports::IntakeFormat& format, std::string_view message, const ports::SourceProfile& source,
                       const std::string& pointer, const std::string& words) {
  const auto parsed = format.parse(message, source);
  ASSERT_FALSE(parsed) << "accepted";
  EXPECT_EQ(parsed.error().kind(), ErrorKind::invalid_input);
  ASSERT_EQ(parsed.error().fields().size(), 1U);
  const auto& fault = parsed.error().fields()[0];
  EXPECT_EQ(fault.pointer, pointer);
  EXPECT_NE(fault.message.find(words), std::string::npos) << fault.message;
}

std::string setting_fault(const ports::IntakeFormat& format, const std::string& setting, const std::string& value) {
  for (const auto& declared : format.settings()) {
    if (declared.name == setting) return declared.fault_of(value);
  }
  return "no such setting";
}

}  // namespace fangst::support

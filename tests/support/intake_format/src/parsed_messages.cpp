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

}  // namespace fangst::support

#include <fangst/codec/intake_rules.hpp>

#include <chrono>

namespace fangst::codec {

model::Skjerming skjerming_by(std::string hjemmel, model::Date from) {
  auto until = from + std::chrono::years{60};
  if (!until.ok()) until = until.year() / until.month() / std::chrono::last;  // 29 February sixty years before 2100
  return {"UO", std::move(hjemmel), until};
}

std::string masked_title(std::string_view what) { return std::string(what).append(" - ").append(kMasked); }

Error invalid_fields(std::string_view code_prefix, std::vector<FieldError> fields) {
  Error error(
      ErrorKind::invalid_input, std::string(code_prefix) + ".ugyldig", "inntak",
      PublicText{"Meldingen har felter som mangler eller er feil. Rett dem som er listet opp, og send på nytt."});
  return error.with_fields(std::move(fields));
}

Error unwanted_message(std::string_view code_prefix, std::string_view reason, std::string public_text) {
  return {ErrorKind::invalid_input, std::string(code_prefix).append(".").append(reason), "inntak",
          PublicText{std::move(public_text)}};
}

Error incomplete_source(std::string_view code_prefix, std::string_view setting) {
  return {ErrorKind::internal, std::string(code_prefix) + ".mangler_innstilling", "inntak",
          PublicText{"Kilden er ikke ferdig satt opp: innstillingen " + std::string(setting) +
                     " mangler. Kontakt drift, og send på nytt etterpå."}};
}

}  // namespace fangst::codec

// Reads messages as the service would, for the tests in Python: one file per line of standard input, one JSON answer
// per line of standard output. usage: fangst_read_intake <format>
#include <fangst/codec/submission_json.hpp>
#include <fangst/generic/innsending_format.hpp>
#include <fangst/gerica/msghead_format.hpp>
#include <fangst/norkart/hendelse_format.hpp>
#include <fangst/visma/hendelse_format.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

namespace {

using nlohmann::json;

std::unique_ptr<fangst::ports::IntakeFormat> format_of(const std::string& name) {
  if (name == "innsending") return std::make_unique<fangst::generic::InnsendingFormat>();
  if (name == "gerica-msghead") return std::make_unique<fangst::gerica::MsgHeadFormat>();
  if (name == "visma-hendelse") return std::make_unique<fangst::visma::HendelseFormat>();
  if (name == "norkart-hendelse") return std::make_unique<fangst::norkart::HendelseFormat>();
  return nullptr;
}

fangst::ports::SourceProfile source_of(const fangst::ports::IntakeFormat& format) {
  fangst::ports::SourceProfile profile;
  profile.name = fangst::model::SourceName("kilde");
  profile.fagsystem = "Fagsystem";
  profile.realm = fangst::model::IdentityRealm::synthetic;
  profile.settings = fangst::ports::SettingValues(format.settings());
  if (format.name() == "gerica-msghead") {
    profile.settings.give("egne_her_ider", std::vector<std::string>{"90000001"});
    profile.settings.give("skjermingshjemmel", "Offl. § 13");
  }
  return profile;
}

json answer(const fangst::ports::IntakeFormat& format, const std::string& file) {
  std::ostringstream message;
  message << std::ifstream(file, std::ios::binary).rdbuf();
  const auto parsed = format.parse(message.str(), source_of(format));
  if (parsed) return {{"ok", true}, {"canonical", fangst::codec::to_json(parsed->content)}};
  json answer{{"ok", false}, {"code", parsed.error().code()}, {"errors", json::array()}};
  for (const auto& field : parsed.error().fields()) answer["errors"].push_back({field.pointer, field.message});
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  const auto format = format_of(argc == 2 ? argv[1] : "");
  if (!format) {
    std::cerr << "usage: fangst_read_intake innsending|gerica-msghead|visma-hendelse|norkart-hendelse\n";
    return 2;
  }
  for (std::string file; std::getline(std::cin, file);) std::cout << answer(*format, file).dump() << '\n';
}

#include "config.hpp"

#include "config_sections.hpp"

#include <stdexcept>

namespace fangst::service {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const ConfigFaults& faults) {
  std::string all = "the configuration " + file.string() + " cannot be used:";
  for (const auto& fault : faults.all()) all += "\n  " + fault;
  throw std::runtime_error(all);
}

void check_keys(ConfigTable& root, const Config& config) {
  for (const auto& key : config.api_keys) {
    bool known = key.role != "source" || key.source.empty();
    for (const auto& source : config.sources) known |= source.name == key.source;
    if (!known)
      root.fault("api_key", "'" + key.name + "' is for the source '" + key.source + "', which is not configured");
  }
}

}  // namespace

Config load_config(const std::filesystem::path& file) {
  ConfigFaults faults(file.filename().string());
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    faults.add(error.source().begin.line, std::string(error.description()));
    refuse(file, faults);
  }
  Config config;
  ConfigTable root(&table, "", faults);
  read_local(root, config);
  read_machinery(root, config);
  read_peers(root, config);
  read_users(root, config);
  check_keys(root, config);
  root.finish();
  if (!faults.all().empty()) refuse(file, faults);
  return config;
}

}  // namespace fangst::service

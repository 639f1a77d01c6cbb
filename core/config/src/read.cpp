#include "reader.hpp"

namespace fangst::config {

Document read(const std::filesystem::path& file, const Schema& schema) {
  Faults faults(file.filename().string());
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    faults.add(error.source().begin.line, "filen kan ikke leses som TOML: " + std::string(error.description()));
    throw Unusable(file, faults.all());
  }
  auto document = Reader(schema, faults).read(table);
  if (auto all = faults.all(); !all.empty()) throw Unusable(file, std::move(all));
  return document;
}

}  // namespace fangst::config

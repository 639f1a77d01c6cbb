#include "words.hpp"

#include <fangst/config/generate.hpp>

namespace fangst::config {
namespace {

constexpr auto kHead =
    R"(# Innstillinger

Laget av `fangst config reference` fra det som hver del av Fangst sier at den leser. Oppsettet er én TOML-fil, vanligvis
`/etc/fangst/fangst.toml`; `fangst config sample` skriver en fil å begynne med, og `fangst config check` prøver den.
Et navn som ikke står her, en verdi av feil slag og en fil som ikke kan leses, blir sagt fra om med linjenummer, og tjenesten starter ikke.

Hemmeligheter står i egne filer som bare tjenestebrukeren kan lese (`chmod 600`). En varighet er et tall og `ms`, `s`, `m`, `h` eller `d`.
)";

/// A cell of a table.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return " " + text + " |";
}

std::string default_of(const Setting& setting) {
  if (setting.is_required) return "må oppgis";
  return setting.otherwise ? "`" + toml_of(*setting.otherwise) + "`" : "";
}

std::string keys_of(const Setting& setting) {
  return setting.keys.empty()
             ? ""
             : " " + setting.name.substr(setting.name.find('<')) + " er " + words_of(setting.keys) + ".";
}

std::string table(const std::vector<Setting>& settings) {
  std::string text = "| nøkkel | verdi | ellers | betydning |\n|---|---|---|---|\n";
  for (const auto& setting : settings) {
    text += "|" + cell("`" + setting.name + "`") + cell(words_of(setting)) + cell(default_of(setting)) +
            cell(setting.help + keys_of(setting)) + "\n";
  }
  return text;
}

std::string variants_text(const Section& section, const Variants& variants) {
  std::string text = "\n" + variants.help + "\n";
  for (const auto& [name, settings] : variants.settings) {
    text += "\n### [" + section.name + "." + variants.table + "] for " + variants.word + " `" + name + "`\n\n";
    text += settings.empty() ? "Ingen egne innstillinger.\n" : table(settings);
  }
  return text;
}

}  // namespace

std::string reference(const Schema& schema) {
  std::string text = kHead;
  for (const auto& section : schema.sections()) {
    const auto title = section.is_repeated ? "[[" + section.name + "]]" : "[" + section.name + "]";
    text += "\n## " + title + "\n\n" + section.help + (section.is_optional ? " Kan utelates." : "") + "\n\n" +
            table(section.settings);
    for (const auto& variants : section.variants) text += variants_text(section, variants);
  }
  return text;
}

}  // namespace fangst::config

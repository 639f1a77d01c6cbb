#include "archive_rules.hpp"

#include <fangst/config/faults.hpp>
#include <fangst/ports/archive.hpp>

#include <algorithm>

namespace fangst::service {
namespace {

using config::Kind;

void check_rules(const config::Document& document, config::Faults& faults) {
  const auto& sources = document.each("source");
  for (const auto& [rule, variants] : document.each("archive_rule")) {
    const auto& core = rule.text("core");
    if (!core.empty() && core != ports::kEmbeddedCore && !document.has(core)) {
      faults.add(rule, "core", "krever et avsnitt [" + core + "], som sier hvor kjernen er.");
    }
    const auto& wanted = rule.text("source");
    const auto is_it = [&wanted](const auto& source) { return source.values.text("name") == wanted; };
    if (!wanted.empty() && std::none_of(sources.begin(), sources.end(), is_it)) {
      faults.add(rule, "source", "det er ingen [[source]] med navnet «" + wanted + "».");
    }
  }
}

}  // namespace

config::Section archive_rule_section(const std::vector<registration::Archive>& archives) {
  std::vector<std::string> names{std::string(ports::kEmbeddedCore)};
  for (const auto& archive : archives) names.push_back(archive.name);
  return {.name = "archive_rule",
          .help = "Hvilken arkivkjerne som tar hva. Det ingen regel gjelder for, går til den innebygde.",
          .settings =
              {
                  {.name = "source", .help = "Kilden. Uten den: alle.", .example = R"("gerica")"},
                  {.name = "arkivdel", .help = "Arkivdelen, slik saken har den. Uten den: alle."},
                  {.name = "core",
                   .kind = Kind::choice,
                   .is_required = true,
                   .choices = names,
                   .help = "Kjernen: avsnittet som sier hvor den er, eller «innebygd».",
                   .example = R"("innebygd")"},
              },
          .is_repeated = true,
          .rules = {check_rules},
          .is_commented_out = true};
}

std::vector<policy::CoreRule> archive_rules(const config::Document& document) {
  std::vector<policy::CoreRule> rules;
  for (const auto& [rule, variants] : document.each("archive_rule")) {
    rules.push_back({rule.text("source"), rule.text("arkivdel"), rule.text("core")});
  }
  return rules;
}

}  // namespace fangst::service

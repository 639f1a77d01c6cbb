#include <fangst/config/document.hpp>
#include <fangst/config/faults.hpp>
#include <fangst/pipeline/pipeline_set.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace fangst::pipeline {
namespace {

using config::Kind;

/// Every pipeline's file that could be read, in order, and the faults of all, each with file and line.
struct ReadFiles {
  std::vector<std::pair<std::string, config::Document>> documents;
  std::vector<std::string> faults;
};

void require_tables(const config::Document& document, config::Faults& faults) {
  for (const auto* name : {"match", "step"}) {
    if (document.each(name).empty()) faults.add(1, "det trengs minst en [[" + std::string(name) + "]].");
  }
}

/// An empty text would match everything, which nobody means by it.
void refuse_empty_matches(const config::Document& document, config::Faults& faults) {
  for (const auto& match : document.each("match")) {
    for (const auto* name : {"source", "type"}) {
      if (match.values.stands(name) && !match.values.is_given(name)) {
        faults.add(match.values, name, "skal ikke være tom. Uten nøkkelen gjelder løypa alle.");
      }
    }
  }
}

/// Checks one step against those that stand before it.
void check_place(const config::Values& step, const StepTraits& traits, const std::vector<std::string>& earlier,
                 config::Faults& faults) {
  const auto stands_earlier = [&](const std::string& name) {
    return std::find(earlier.begin(), earlier.end(), name) != earlier.end();
  };
  const auto because = [](const StepOrder& order) { return order.why.empty() ? "." : ": " + order.why + "."; };
  if (stands_earlier(traits.name)) faults.add(step, "name", "steget står to ganger.");
  for (const auto& order : traits.after) {
    if (!stands_earlier(order.other)) {
      faults.add(step, "name", "skal stå etter «" + order.other + "»" + because(order));
    }
  }
  for (const auto& order : traits.before) {
    if (stands_earlier(order.other)) {
      faults.add(step, "name", "skal stå før «" + order.other + "»" + because(order));
    }
  }
}

using IsAvailable = std::function<bool(const StepTraits&)>;

void check_available(const config::Values& step, const StepTraits& traits, const IsAvailable& is_available,
                     config::Faults& faults) {
  if (!is_available || is_available(traits)) return;
  faults.add(step, "name",
             std::string("steget kan ikke brukes med dette oppsettet") +
                 (traits.sends_letters ? ": det trengs et kontaktregister og en forsendelsestjeneste." : "."));
}

config::Rule step_rule(const StepCatalogue& steps, const IsAvailable& is_available) {
  return [&steps, &is_available](const config::Document& document, config::Faults& faults) {
    std::vector<std::string> earlier;
    for (const auto& step : document.each("step")) {
      const auto& name = step.values.text("name");
      const auto* traits = steps.find(model::StepName(name));
      if (traits != nullptr) {
        check_available(step.values, *traits, is_available, faults);
        check_place(step.values, *traits, earlier, faults);
      }
      earlier.push_back(name);
    }
  };
}

config::Schema schema_of_a_pipeline(const StepCatalogue& steps, const IsAvailable& is_available) {
  std::vector<std::string> names;
  for (const auto& step : steps.all()) {
    if (!step.traits.beside) names.push_back(step.traits.name);
  }
  config::Schema schema;
  schema.add({.name = "",
              .settings = {{.name = "name", .is_required = true, .help = "Navnet på løypa."},
                           {.name = "beskrivelse", .help = "Hva løypa er til, for dem som drifter den."},
                           {.name = "meld_arkivert",
                            .kind = Kind::flag,
                            .help = "Om kilden får saksnummeret når det er arkivert, ikke først når alt er ferdig."}},
              .rules = {require_tables}});
  schema.add({.name = "match",
              .settings = {{.name = "source", .otherwise = "*", .help = "Kilden som løypa gjelder."},
                           {.name = "type", .otherwise = "*", .help = "Typen innsending som løypa gjelder."}},
              .is_repeated = true,
              .rules = {refuse_empty_matches}});
  schema.add(
      {.name = "step",
       .settings =
           {{.name = "name", .kind = Kind::choice, .is_required = true, .choices = names, .help = "Navnet på steget."},
            {.name = "deadline", .kind = Kind::duration, .help = "Lengste tid for en kjøring av steget."}},
       .is_repeated = true,
       .rules = {step_rule(steps, is_available)}});
  return schema;
}

ReadFiles read_all(const std::filesystem::path& directory, const config::Schema& schema) {
  std::vector<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(directory, missing)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  ReadFiles read;
  if (files.empty()) read.faults.push_back("finner ingen løype (*.toml) i mappen " + directory.string() + ".");
  for (const auto& file : files) {
    try {
      read.documents.emplace_back(file.filename().string(), config::read(file, schema));
    } catch (const config::Unusable& unusable) {
      read.faults.insert(read.faults.end(), unusable.faults().begin(), unusable.faults().end());
    }
  }
  return read;
}

/// Two pipelines must not have one name, or take the same submissions.
void check_across(ReadFiles& read) {
  std::map<std::string, std::string> files_by_name;
  std::map<std::pair<std::string, std::string>, std::string> names_by_match;
  for (const auto& [file, document] : read.documents) {
    config::Faults faults(file);
    const auto& head = document[""];
    const auto& name = head.text("name");
    const auto [earlier, is_new] = files_by_name.emplace(name, file);
    if (!is_new) faults.add(head, "name", "«" + name + "» er tatt av " + earlier->second + ".");
    for (const auto& [values, variants] : document.each("match")) {
      const auto& source = values.text("source");
      const auto& type = values.text("type");
      const auto [other, added] = names_by_match.emplace(std::pair(source, type), name);
      if (added) continue;
      faults.add(values.line(), "«" + name + "» og «" + other->second + "» gjelder begge kilden «" + source +
                                    "» og typen «" + type + "».");
    }
    for (auto& fault : faults.all()) read.faults.push_back(std::move(fault));
  }
}

PipelineStep step_of(const config::Values& values, const StepCatalogue& steps) {
  const model::StepName name(values.text("name"));
  const auto& traits = *steps.find(name);
  return {name, traits.has_nothing_to_do, values.is_given("deadline") ? values.duration("deadline") : traits.deadline};
}

Pipeline pipeline_of(const config::Document& document, const StepCatalogue& steps) {
  const auto& head = document[""];
  Pipeline pipeline{head.text("name"), head.text("beskrivelse"), {}, {}, head.flag("meld_arkivert")};
  for (const auto& match : document.each("match")) {
    pipeline.matches.push_back({match.values.text("source"), match.values.text("type")});
  }
  for (const auto& step : document.each("step")) pipeline.steps.push_back(step_of(step.values, steps));
  return pipeline;
}

}  // namespace

PipelineSet PipelineSet::load(const std::filesystem::path& directory, const StepCatalogue& steps,
                              const std::function<bool(const StepTraits&)>& is_available) {
  auto read = read_all(directory, schema_of_a_pipeline(steps, is_available));
  check_across(read);
  if (!read.faults.empty()) {
    std::string all = "løypene kan ikke brukes:";
    for (const auto& fault : read.faults) all += "\n  " + fault;
    throw std::runtime_error(all);
  }
  PipelineSet set;
  for (const auto& [file, document] : read.documents) set.pipelines_.push_back(pipeline_of(document, steps));
  return set;
}

const Pipeline* PipelineSet::choose(const std::string& source, const std::string& type) const {
  const std::pair<std::string, std::string> order[] = {{source, type}, {"*", type}, {source, "*"}, {"*", "*"}};
  for (const auto& [wanted_source, wanted_type] : order) {
    for (const auto& pipeline : pipelines_) {
      for (const auto& match : pipeline.matches) {
        if (match.source == wanted_source && match.type == wanted_type) return &pipeline;
      }
    }
  }
  return nullptr;
}

const Pipeline* PipelineSet::find(const std::string& name) const {
  for (const auto& pipeline : pipelines_) {
    if (pipeline.name == name) return &pipeline;
  }
  return nullptr;
}

}  // namespace fangst::pipeline

#include <fangst/pipeline/duration.hpp>
#include <fangst/pipeline/pipeline_set.hpp>

#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace fangst::pipeline {
namespace {

/// Reads one file and gathers every fault, each with file and line.
class Reader {
 public:
  Reader(std::filesystem::path file, const std::vector<std::string>& known_steps, std::vector<std::string>& faults)
      : file_(std::move(file)), known_steps_(known_steps), faults_(faults) {}

  Pipeline read() {
    Pipeline pipeline;
    try {
      const auto table = toml::parse_file(file_.string());
      allow(table, {"name", "beskrivelse", "meld_arkivert", "match", "step"});
      pipeline.name = text(table, "name");
      pipeline.description = table["beskrivelse"].value_or("");
      pipeline.tell_archived = table["meld_arkivert"].value_or(false);
      each(table, "match", [&](const toml::table& match) { pipeline.matches.push_back(read_match(match)); });
      each(table, "step", [&](const toml::table& step) { pipeline.steps.push_back(read_step(step)); });
      check_order(pipeline, table);
    } catch (const toml::parse_error& error) {
      fault(error.source().begin.line, std::string(error.description()));
    }
    return pipeline;
  }

 private:
  void fault(unsigned line, const std::string& what) {
    faults_.push_back(file_.filename().string() + ":" + std::to_string(line) + ": " + what);
  }

  void allow(const toml::table& table, const std::vector<std::string_view>& keys) {
    for (const auto& [key, value] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
        fault(value.source().begin.line, "unknown key '" + std::string(key.str()) + "'");
      }
    }
  }

  std::string text(const toml::table& table, std::string_view key) {
    const auto value = table[key].value<std::string>();
    if (!value || value->empty()) fault(table.source().begin.line, "'" + std::string(key) + "' must be a text");
    return value.value_or("");
  }

  template <class Read>
  void each(const toml::table& table, std::string_view key, const Read& read) {
    const auto* list = table[key].as_array();
    if (list == nullptr || list->empty()) {
      return fault(table.source().begin.line, "at least one [[" + std::string(key) + "]] is needed");
    }
    for (const auto& entry : *list) {
      if (const auto* inner = entry.as_table()) read(*inner);
    }
  }

  Pipeline::Match read_match(const toml::table& table) {
    allow(table, {"source", "type"});
    return {table["source"].value_or(std::string("*")), table["type"].value_or(std::string("*"))};
  }

  PipelineStep read_step(const toml::table& table) {
    allow(table, {"name", "deadline"});
    PipelineStep step;
    step.name = model::StepName(text(table, "name"));
    if (std::find(known_steps_.begin(), known_steps_.end(), step.name.str()) == known_steps_.end()) {
      fault(table.source().begin.line, "unknown step '" + step.name.str() + "'");
    }
    if (const auto* node = table.get("deadline")) {
      const auto duration = parse_duration(node->value_or(std::string()));
      if (!duration || duration->count() == 0) {
        fault(node->source().begin.line, "bad duration, write e.g. \"30s\" or \"5m\"");
      }
      step.deadline = duration.value_or(step.deadline);
    }
    return step;
  }

  void check_order(const Pipeline& pipeline, const toml::table& table) {
    std::vector<std::string> seen;
    for (const auto& step : pipeline.steps) {
      const auto has = [&seen](std::string_view name) {
        return std::find(seen.begin(), seen.end(), name) != seen.end();
      };
      if (has(step.name.str())) fault(table.source().begin.line, "step '" + step.name.str() + "' stands twice");
      if ((step.name.str() == "send" || step.name.str() == "velg_kanal") && !has("arkiver")) {
        fault(table.source().begin.line, "'" + step.name.str() + "' must stand after 'arkiver': archive first");
      }
      if (step.name.str() == "send" && !has("velg_kanal")) {
        fault(table.source().begin.line, "'send' must stand after 'velg_kanal'");
      }
      if (step.name.str() == "folg_opp" && !has("send")) {
        fault(table.source().begin.line, "'folg_opp' must stand after 'send'");
      }
      seen.push_back(step.name.str());
    }
  }

  std::filesystem::path file_;
  const std::vector<std::string>& known_steps_;
  std::vector<std::string>& faults_;
};

void check_unique(const std::vector<Pipeline>& pipelines, std::vector<std::string>& faults) {
  std::map<std::string, std::string> names;
  std::map<std::pair<std::string, std::string>, std::string> matches;
  for (const auto& pipeline : pipelines) {
    if (!names.emplace(pipeline.name, pipeline.name).second)
      faults.push_back("two pipelines are named '" + pipeline.name + "'");
    for (const auto& match : pipeline.matches) {
      const auto [at, added] = matches.emplace(std::pair(match.source, match.type), pipeline.name);
      if (!added) {
        faults.push_back("'" + pipeline.name + "' and '" + at->second + "' both match source '" + match.source +
                         "' and type '" + match.type + "'");
      }
    }
  }
}

}  // namespace

const PipelineStep* Pipeline::find(const model::StepName& step) const {
  const auto at =
      std::find_if(steps.begin(), steps.end(), [&](const auto& candidate) { return candidate.name == step; });
  return at == steps.end() ? nullptr : &*at;
}

std::optional<model::StepName> Pipeline::after(const model::StepName& step) const {
  const auto at =
      std::find_if(steps.begin(), steps.end(), [&](const auto& candidate) { return candidate.name == step; });
  if (at == steps.end() || at + 1 == steps.end()) return std::nullopt;
  return (at + 1)->name;
}

PipelineSet PipelineSet::load(const std::filesystem::path& directory, const std::vector<std::string>& known_steps) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());

  PipelineSet set;
  std::vector<std::string> faults;
  for (const auto& file : files) set.pipelines_.push_back(Reader(file, known_steps, faults).read());
  check_unique(set.pipelines_, faults);
  if (files.empty()) faults.push_back("no pipeline file in " + directory.string());
  if (!faults.empty()) {
    std::string all = "the pipelines cannot be used:";
    for (const auto& fault : faults) all += "\n  " + fault;
    throw std::runtime_error(all);
  }
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

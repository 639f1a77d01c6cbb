#include <fangst/config/duration.hpp>
#include <fangst/pipeline/pipeline_set.hpp>

#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace fangst::pipeline {
namespace {

/// Every fault of every file, each with file and line.
class Faults {
 public:
  void add(const std::string& file, unsigned line, const std::string& what) {
    // What is missing from the root of a file has no place of its own.
    all_.push_back(file + ":" + std::to_string(std::max(line, 1U)) + ": " + what);
  }
  void add(std::string what) { all_.push_back(std::move(what)); }
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
};

/// A pipeline with the places that faults across files are named by.
struct ReadPipeline {
  Pipeline pipeline;
  std::string file;
  unsigned name_line = 1;
  std::vector<unsigned> match_lines;
  std::vector<unsigned> step_lines;
};

unsigned line_of(const toml::node& node) { return static_cast<unsigned>(node.source().begin.line); }

/// Reads one file.
class Reader {
 public:
  using IsAvailable = std::function<bool(const StepTraits&)>;

  Reader(const std::filesystem::path& path, const StepCatalogue& steps, const IsAvailable& is_available, Faults& faults)
      : path_(path), steps_(steps), is_available_(is_available), faults_(faults) {}

  ReadPipeline read() {
    ReadPipeline read;
    read.file = path_.filename().string();
    try {
      const auto table = toml::parse_file(path_.string());
      allow(table, {"name", "beskrivelse", "meld_arkivert", "match", "step"});
      read_head(table, read);
      each(table, "match", [&](const toml::table& match) {
        read.pipeline.matches.push_back(read_match(match));
        read.match_lines.push_back(line_of(match));
      });
      each(table, "step", [&](const toml::table& step) {
        read.pipeline.steps.push_back(read_step(step));
        read.step_lines.push_back(line_of(step.contains("name") ? *step.get("name") : step));
      });
      check_order(read);
    } catch (const toml::parse_error& error) {
      fault(error.source().begin.line, std::string(error.description()));
    }
    return read;
  }

 private:
  void fault(unsigned line, const std::string& what) { faults_.add(path_.filename().string(), line, what); }

  void allow(const toml::table& table, const std::vector<std::string_view>& keys) {
    for (const auto& [key, value] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
        fault(line_of(value), "unknown key '" + std::string(key.str()) + "'");
      }
    }
  }

  void read_head(const toml::table& table, ReadPipeline& read) {
    read.pipeline.name = text(table, "name", std::nullopt);
    if (const auto* name = table.get("name")) read.name_line = line_of(*name);
    if (table.contains("beskrivelse")) read.pipeline.description = text(table, "beskrivelse", "");
    if (const auto* tell = table.get("meld_arkivert")) {
      if (!tell->is_boolean()) fault(line_of(*tell), "'meld_arkivert' must be true or false");
      read.pipeline.tell_archived = tell->value_or(false);
    }
  }

  /// A text that must be there unless there is an `otherwise`; an empty one says nothing, so it is a fault.
  std::string text(const toml::table& table, std::string_view key, const std::optional<std::string>& otherwise) {
    const auto* node = table.get(key);
    if (node == nullptr && otherwise) return *otherwise;
    const auto value = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    if (!value || value->empty()) {
      fault(line_of(node == nullptr ? table : *node), "'" + std::string(key) + "' must be a text");
    }
    return value.value_or("");
  }

  template <class Read>
  void each(const toml::table& table, std::string_view key, const Read& read) {
    const auto name = std::string(key);
    const auto* list = table[key].as_array();
    if (list == nullptr || list->empty()) return fault(line_of(table), "at least one [[" + name + "]] is needed");
    for (const auto& entry : *list) {
      const auto* inner = entry.as_table();
      if (inner == nullptr) return fault(line_of(*list), "'" + name + "' must be written as [[" + name + "]]");
      read(*inner);
    }
  }

  Pipeline::Match read_match(const toml::table& table) {
    allow(table, {"source", "type"});
    return {text(table, "source", "*"), text(table, "type", "*")};
  }

  PipelineStep read_step(const toml::table& table) {
    allow(table, {"name", "deadline"});
    PipelineStep step;
    step.name = model::StepName(text(table, "name", std::nullopt));
    const auto* traits = steps_.find(step.name);
    if (!is_known(traits) && !step.name.empty()) {
      fault(line_of(*table.get("name")), "unknown step '" + step.name.str() + "'");
    } else if (traits != nullptr) {
      step.has_nothing_to_do = traits->has_nothing_to_do;
      step.deadline = traits->deadline;
    }
    if (const auto* node = table.get("deadline")) {
      const auto duration = config::parse_duration(node->value_or(std::string()));
      if (!duration || duration->count() == 0) {
        fault(line_of(*node), R"(bad duration, write e.g. "30s" or "5m")");
      }
      step.deadline = duration.value_or(step.deadline);
    }
    return step;
  }

  void check_order(const ReadPipeline& read) {
    std::vector<std::string> seen;
    const auto has = [&seen](const std::string& name) {
      return std::find(seen.begin(), seen.end(), name) != seen.end();
    };
    const auto because = [](const StepOrder& order) { return order.why.empty() ? "" : ": " + order.why; };
    for (std::size_t i = 0; i < read.pipeline.steps.size(); ++i) {
      const auto& name = read.pipeline.steps[i].name;
      const auto line = read.step_lines[i];
      if (has(name.str())) fault(line, "step '" + name.str() + "' stands twice");
      if (const auto* traits = steps_.find(name)) {
        for (const auto& order : traits->after) {
          if (!has(order.other)) {
            fault(line, "'" + name.str() + "' must stand after '" + order.other + "'" + because(order));
          }
        }
        for (const auto& order : traits->before) {
          if (has(order.other)) {
            fault(line, "'" + name.str() + "' must stand before '" + order.other + "'" + because(order));
          }
        }
      }
      seen.push_back(name.str());
    }
  }

  bool is_known(const StepTraits* traits) const {
    return traits != nullptr && !traits->beside && (!is_available_ || is_available_(*traits));
  }

  const std::filesystem::path& path_;
  const StepCatalogue& steps_;
  const IsAvailable& is_available_;
  Faults& faults_;
};

void check_unique(const std::vector<ReadPipeline>& pipelines, Faults& faults) {
  std::map<std::string, std::string> names;
  std::map<std::pair<std::string, std::string>, std::string> matches;
  for (const auto& [pipeline, file, name_line, match_lines, step_lines] : pipelines) {
    if (pipeline.name.empty()) continue;  // a fault already
    const auto [name, is_new] = names.emplace(pipeline.name, file);
    if (!is_new) faults.add(file, name_line, "the name '" + pipeline.name + "' is taken by " + name->second);
    for (std::size_t i = 0; i < pipeline.matches.size(); ++i) {
      const auto& match = pipeline.matches[i];
      const auto [at, added] = matches.emplace(std::pair(match.source, match.type), pipeline.name);
      if (added) continue;
      faults.add(file, match_lines[i],
                 "'" + pipeline.name + "' and '" + at->second + "' both match source '" + match.source +
                     "' and type '" + match.type + "'");
    }
  }
}

}  // namespace

PipelineSet PipelineSet::load(const std::filesystem::path& directory, const StepCatalogue& steps,
                              const std::function<bool(const StepTraits&)>& is_available) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());

  Faults faults;
  std::vector<ReadPipeline> read;
  read.reserve(files.size());
  for (const auto& file : files) read.push_back(Reader(file, steps, is_available, faults).read());
  check_unique(read, faults);
  if (files.empty()) faults.add("no pipeline file in " + directory.string());
  if (!faults.all().empty()) {
    std::string all = "the pipelines cannot be used:";
    for (const auto& fault : faults.all()) all += "\n  " + fault;
    throw std::runtime_error(all);
  }
  PipelineSet set;
  for (auto& entry : read) set.pipelines_.push_back(std::move(entry.pipeline));
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

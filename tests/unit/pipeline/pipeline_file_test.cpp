#include <fangst/pipeline/pipeline_set.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;

const StepCatalogue kSteps = all_steps();

class PipelineFile : public ::testing::Test {
 protected:
  PipelineFile() {
    std::string name = (std::filesystem::temp_directory_path() / "fangst-pipelines-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = name;
  }
  ~PipelineFile() override { std::filesystem::remove_all(directory_); }

  void put(const std::string& file, const std::string& text) { std::ofstream(directory_ / file) << text; }

  std::string faults(const std::function<bool(const StepTraits&)>& is_available = nullptr) {
    try {
      PipelineSet::load(directory_, kSteps, is_available);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
  std::string faults_of(const std::string& text) {
    put("a.toml", text);
    return faults();
  }

  PipelineSet load() { return PipelineSet::load(directory_, kSteps); }

  std::filesystem::path directory_;
};

constexpr auto kGood = R"(name = "a"
[[match]]
[[step]]
name = "arkiver"
)";

TEST_F(PipelineFile, reads_name_matches_steps_and_deadlines) {
  put("a.toml", R"(name = "vedtak"
beskrivelse = "Vedtak"
meld_arkivert = true
[[match]]
source = "gerica"
type = "vedtak"
[[match]]
type = "brev"
[[step]]
name = "arkiver"
[[step]]
name = "meld_tilbake"
deadline = "2m"
)");
  const auto set = load();
  ASSERT_EQ(set.all().size(), 1U);
  const auto& pipeline = set.all()[0];
  EXPECT_EQ(pipeline.name, "vedtak");
  EXPECT_EQ(pipeline.description, "Vedtak");
  EXPECT_TRUE(pipeline.tell_archived);
  ASSERT_EQ(pipeline.matches.size(), 2U);
  EXPECT_EQ(pipeline.matches[0].source, "gerica");
  EXPECT_EQ(pipeline.matches[1].source, "*");
  EXPECT_EQ(pipeline.matches[1].type, "brev");
  EXPECT_EQ(pipeline.find(model::StepName("arkiver"))->deadline, 30s);
  EXPECT_EQ(pipeline.find(model::StepName("meld_tilbake"))->deadline, 2min);
  const model::SubmissionContent content;
  EXPECT_EQ(pipeline.after(model::StepName("arkiver"), content), model::StepName("meld_tilbake"));
  EXPECT_EQ(pipeline.after(model::StepName("meld_tilbake"), content), std::nullopt);
  EXPECT_EQ(pipeline.after(model::StepName("ukjent"), content), std::nullopt);
  EXPECT_EQ(set.find("vedtak"), &pipeline);
  EXPECT_EQ(set.find("annet"), nullptr);
}

TEST_F(PipelineFile, takes_from_a_step_the_time_and_the_condition_that_it_declares) {
  StepCatalogue steps;
  steps.add({.traits = {.name = "sakte",
                        .deadline = 7min,
                        .has_nothing_to_do = [](const auto& content) { return content.dokumenter.empty(); }},
             .make = nullptr});
  steps.add({.traits = {.name = "rask", .deadline = 2s}, .make = nullptr});
  put("a.toml", "name = \"a\"\n[[match]]\n[[step]]\nname = \"sakte\"\n[[step]]\nname = \"rask\"\ndeadline = \"3s\"\n");
  const auto set = PipelineSet::load(directory_, steps);
  const auto& pipeline = set.all().at(0);
  EXPECT_EQ(pipeline.find(model::StepName("sakte"))->deadline, 7min);
  EXPECT_EQ(pipeline.find(model::StepName("rask"))->deadline, 3s) << "the pipeline has the last word";
  model::SubmissionContent content;
  EXPECT_EQ(pipeline.first(content), model::StepName("rask"));
  content.dokumenter.resize(1);
  EXPECT_EQ(pipeline.first(content), model::StepName("sakte"));
}

TEST_F(PipelineFile, reads_only_toml_files) {
  put("a.toml", kGood);
  put("README.md", "not toml");
  EXPECT_EQ(load().all().size(), 1U);
}

TEST_F(PipelineFile, takes_every_pipeline_that_is_delivered) {
  const auto set = PipelineSet::load(FANGST_PIPELINES, kSteps);
  EXPECT_GE(set.all().size(), 4U);
  EXPECT_EQ(set.choose("gerica", "vedtak")->name, "vedtak-ut");
}

struct Faulty {
  const char* name;
  const char* text;
  const char* says;
};

class FaultyPipelineFile : public PipelineFile, public ::testing::WithParamInterface<Faulty> {};

TEST_P(FaultyPipelineFile, is_refused_with_file_and_line) {
  const auto said = faults_of(GetParam().text);
  EXPECT_NE(said.find(GetParam().says), std::string::npos) << said;
}

const Faulty kFaulty[] = {
    {"unknown_key", "name = \"a\"\nsteps = 1\n[[match]]\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:2: ukjent nøkkel «steps»"},
    {"unknown_key_of_a_match", "name = \"a\"\n[[match]]\nkilde = \"x\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:3: [match] ukjent nøkkel «kilde»"},
    {"unknown_key_of_a_step", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\ntimeout = \"1s\"\n",
     "a.toml:5: [step] arkiver: ukjent nøkkel «timeout»"},
    {"unknown_step", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkivere\"\n",
     "a.toml:4: [step] arkivere: name: «arkivere» er ukjent. Mente du «arkiver»?"},
    {"step_that_stands_beside", "name = \"a\"\n[[match]]\n[[step]]\nname = \"meld_arkivert\"\n",
     "a.toml:4: [step] meld_arkivert: name: «meld_arkivert» er ukjent."},
    {"other_step_that_stands_beside", "name = \"a\"\n[[match]]\n[[step]]\nname = \"meld_parkert\"\n",
     "a.toml:4: [step] meld_parkert: name: «meld_parkert» er ukjent."},
    {"empty_type", "name = \"a\"\n[[match]]\ntype = \"\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:3: [match] type: skal ikke være tom."},
    {"bad_duration", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\ndeadline = \"5 minutes\"\n",
     "a.toml:5: [step] arkiver: deadline: skal være"},
    {"no_duration", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\ndeadline = \"0s\"\n",
     "a.toml:5: [step] arkiver: deadline: skal være"},
    {"number_for_duration", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\ndeadline = 5\n",
     "a.toml:5: [step] arkiver: deadline: skal være"},
    {"not_toml", "name = \"a\"\n[[match]\n", "a.toml:2: filen kan ikke leses som TOML: "},
    {"no_name", "[[match]]\n[[step]]\nname = \"arkiver\"\n", "a.toml:1: name: mangler."},
    {"number_for_name", "name = 5\n[[match]]\n[[step]]\nname = \"arkiver\"\n", "a.toml:1: name: skal være"},
    {"no_match", "name = \"a\"\n[[step]]\nname = \"arkiver\"\n", "a.toml:1: det trengs minst en [[match]]."},
    {"no_step", "name = \"a\"\n[[match]]\n", "a.toml:1: det trengs minst en [[step]]."},
    {"one_table_for_the_steps", "name = \"a\"\n[[match]]\n[step]\nname = \"arkiver\"\n",
     "a.toml:3: step: skal skrives som [[step]]."},
    {"text_for_a_step", "name = \"a\"\nstep = [\"arkiver\"]\n[[match]]\n",
     "a.toml:2: step: skal skrives som [[step]]."},
    {"number_for_a_type", "name = \"a\"\n[[match]]\ntype = 5\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:3: [match] type: skal være"},
    {"empty_source", "name = \"a\"\n[[match]]\nsource = \"\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:3: [match] source: skal ikke være tom."},
    {"text_for_a_flag", "name = \"a\"\nmeld_arkivert = \"ja\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:2: meld_arkivert: skal være true eller false,"},
    {"number_for_a_description", "name = \"a\"\nbeskrivelse = 1\n[[match]]\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:2: beskrivelse: skal være"},
    {"step_twice", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:6: [step] arkiver: name: steget står to ganger."},
    {"choice_before_archive",
     "name = \"a\"\n[[match]]\n[[step]]\nname = \"velg_kanal\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:4: [step] velg_kanal: name: skal stå etter «arkiver»: arkiver først."},
    {"dispatch_before_archive", "name = \"a\"\n[[match]]\n[[step]]\nname = \"send\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:4: [step] send: name: skal stå etter «arkiver»"},
    {"dispatch_without_archive", "name = \"a\"\n[[match]]\n[[step]]\nname = \"send\"\n",
     "a.toml:4: [step] send: name: skal stå etter «arkiver»"},
    {"dispatch_without_choice", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n[[step]]\nname = \"send\"\n",
     "a.toml:6: [step] send: name: skal stå etter «velg_kanal»."},
    {"follow_up_without_dispatch",
     "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n[[step]]\nname = \"folg_opp\"\n",
     "a.toml:6: [step] folg_opp: name: skal stå etter «send»."},
    {"fetch_after_archive", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n[[step]]\nname = \"hent_filer\"\n",
     "a.toml:6: [step] hent_filer: name: skal stå før «arkiver»: det som hentes"},
    {"same_match_twice",
     "name = \"a\"\n[[match]]\ntype = \"x\"\n[[match]]\ntype = \"x\"\n[[step]]\nname = \"arkiver\"\n",
     "a.toml:4: «a» og «a» gjelder begge kilden «*» og typen «x»."},
};
INSTANTIATE_TEST_SUITE_P(For, FaultyPipelineFile, ::testing::ValuesIn(kFaulty),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(PipelineFile, names_every_fault_at_once) {
  put("a.toml", "name = \"a\"\nx = 1\n[[match]]\n[[step]]\nname = \"arkivere\"\n");
  put("b.toml", "name = \"b\"\n[[match]]\ntype = \"y\"\n[[step]]\nname = \"arkiver\"\ndeadline = \"?\"\n");
  const auto said = faults();
  EXPECT_NE(said.find("a.toml:2:"), std::string::npos) << said;
  EXPECT_NE(said.find("a.toml:5:"), std::string::npos) << said;
  EXPECT_NE(said.find("b.toml:6:"), std::string::npos) << said;
}

TEST_F(PipelineFile, refuses_two_pipelines_for_one_source_and_type) {
  put("a.toml", kGood);
  put("b.toml", "name = \"b\"\n[[match]]\ntype = \"x\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n");
  const auto said = faults();
  EXPECT_NE(said.find("b.toml:4: «b» og «a» gjelder begge kilden «*» og typen «*»."), std::string::npos) << said;
}

TEST_F(PipelineFile, refuses_two_pipelines_of_one_name) {
  put("a.toml", kGood);
  put("b.toml", "name = \"a\"\n[[match]]\ntype = \"x\"\n[[step]]\nname = \"arkiver\"\n");
  EXPECT_NE(faults().find("b.toml:1: name: «a» er tatt av a.toml."), std::string::npos) << faults();
}

TEST_F(PipelineFile, refuses_a_step_that_this_configuration_does_not_allow) {
  put("a.toml", "name = \"a\"\n[[match]]\n[[step]]\nname = \"arkiver\"\n[[step]]\nname = \"velg_kanal\"\n");
  const auto said = faults([](const StepTraits& step) { return !step.sends_letters; });
  EXPECT_NE(said.find("a.toml:6: [step] velg_kanal: name: steget kan ikke brukes med dette oppsettet: det trengs et "
                      "kontaktregister"),
            std::string::npos)
      << said;
  EXPECT_EQ(said.find("arkiver: name"), std::string::npos) << said;
}

TEST_F(PipelineFile, says_of_a_step_that_sends_nothing_only_that_it_cannot_be_used) {
  put("a.toml", kGood);
  const auto said = faults([](const StepTraits& step) { return step.name != "arkiver"; });
  EXPECT_NE(said.find("a.toml:4: [step] arkiver: name: steget kan ikke brukes med dette oppsettet."), std::string::npos)
      << said;
}

TEST_F(PipelineFile, refuses_a_folder_without_pipelines) {
  EXPECT_NE(faults().find("finner ingen løype"), std::string::npos);
}

TEST_F(PipelineFile, refuses_a_folder_that_is_not_there) {
  std::filesystem::remove_all(directory_);
  EXPECT_NE(faults().find(directory_.string()), std::string::npos) << faults();
}

class PipelineChoice : public PipelineFile {
 protected:
  void put_for(const std::string& name, const std::string& match) {
    put(name + ".toml", "name = \"" + name + "\"\n[[match]]\n" + match + "\n[[step]]\nname = \"arkiver\"\n");
  }
};

TEST_F(PipelineChoice, takes_the_most_specific) {
  put_for("any", "");
  put_for("by_source", "source = \"gerica\"");
  put_for("by_type", "type = \"vedtak\"");
  put_for("by_both", "source = \"gerica\"\ntype = \"vedtak\"");
  const auto set = load();
  EXPECT_EQ(set.choose("gerica", "vedtak")->name, "by_both");
  EXPECT_EQ(set.choose("visma", "vedtak")->name, "by_type");
  EXPECT_EQ(set.choose("gerica", "notat")->name, "by_source");
  EXPECT_EQ(set.choose("visma", "notat")->name, "any");
}

TEST_F(PipelineChoice, lets_the_type_win_over_the_source) {
  put_for("by_source", "source = \"gerica\"");
  put_for("by_type", "type = \"vedtak\"");
  EXPECT_EQ(load().choose("gerica", "vedtak")->name, "by_type");
}

TEST_F(PipelineChoice, is_that_of_intake_by_source_and_type) {
  put_for("by_source", "source = \"gerica\"");
  put_for("by_type", "type = \"vedtak\"");
  put_for("by_both", "source = \"visma\"\ntype = \"vedtak\"");
  const auto set = load();
  const auto choose = routes_of(set);
  const auto chosen = [&](const char* source, const char* type) {
    model::SubmissionContent content;
    content.type = type;
    const auto route = choose(model::SourceName(source), content);
    return route ? route->pipeline : "";
  };
  EXPECT_EQ(chosen("gerica", "notat"), "by_source");
  EXPECT_EQ(chosen("gerica", "vedtak"), "by_type");
  EXPECT_EQ(chosen("visma", "vedtak"), "by_both");
  EXPECT_EQ(chosen("visma", "notat"), "");
}

TEST_F(PipelineChoice, finds_none_when_none_fits) {
  put_for("by_type", "type = \"vedtak\"");
  EXPECT_EQ(load().choose("gerica", "notat"), nullptr);
}

}  // namespace
}  // namespace fangst::pipeline

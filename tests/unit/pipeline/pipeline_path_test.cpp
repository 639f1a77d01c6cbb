#include <fangst/pipeline/pipeline_set.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline {
namespace {

Pipeline pipeline_of(const std::vector<std::string>& names) {
  Pipeline pipeline;
  static const auto catalogue = all_steps();
  for (const auto& name : names) {
    const auto* traits = catalogue.find(model::StepName(name));
    pipeline.steps.push_back({traits == nullptr ? model::StepName(name) : model::StepName(traits->name),
                              traits == nullptr ? nullptr : traits->has_nothing_to_do});
  }
  return pipeline;
}

/// The steps that a submission with this content goes through.
std::vector<std::string> path(const Pipeline& pipeline, const model::SubmissionContent& content) {
  std::vector<std::string> names;
  for (std::optional step = pipeline.first(content); step; step = pipeline.after(*step, content)) {
    names.push_back(step->str());
  }
  return names;
}

using Names = std::vector<std::string>;

const Pipeline kWhole = pipeline_of({"hent_filer", "arkiver", "velg_kanal", "send", "folg_opp", "meld_tilbake"});

model::SubmissionContent content_of(bool has_url, bool ekspeder) {
  model::SubmissionContent content;
  content.dokumenter.resize(2);
  if (has_url) content.dokumenter[1].url = "https://fil.example/1";
  content.forsendelse.ekspeder = ekspeder;
  return content;
}

TEST(PipelinePath, goes_through_every_step_that_has_something_to_do) {
  EXPECT_EQ(path(kWhole, content_of(true, true)),
            (Names{"hent_filer", "arkiver", "velg_kanal", "send", "folg_opp", "meld_tilbake"}));
}

TEST(PipelinePath, passes_over_fetching_when_everything_came_along) {
  EXPECT_EQ(path(kWhole, content_of(false, true)),
            (Names{"arkiver", "velg_kanal", "send", "folg_opp", "meld_tilbake"}));
}

TEST(PipelinePath, passes_over_dispatch_when_nothing_is_to_be_sent) {
  EXPECT_EQ(path(kWhole, content_of(true, false)), (Names{"hent_filer", "arkiver", "meld_tilbake"}));
}

TEST(PipelinePath, never_passes_over_the_last_step) {
  EXPECT_EQ(path(pipeline_of({"hent_filer"}), content_of(false, false)), Names{"hent_filer"});
  EXPECT_EQ(path(pipeline_of({"arkiver", "send"}), content_of(false, false)), (Names{"arkiver", "send"}));
}

}  // namespace
}  // namespace fangst::pipeline

#include <fangst/pipeline/pipeline_set.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;

const StepCatalogue kSteps = all_steps();

/// The pipelines that an installation begins with.
struct DeliveredPipelines : testing::Test {
  using Steps = std::vector<std::pair<std::string, std::chrono::milliseconds>>;

  static Steps steps_of(const Pipeline& pipeline) {
    Steps steps;
    for (const auto& step : pipeline.steps) steps.emplace_back(step.name.str(), step.deadline);
    return steps;
  }

  PipelineSet set = PipelineSet::load(FANGST_PIPELINES, kSteps);
  const Steps archive_only{{"hent_filer", 5min}, {"arkiver", 30s}, {"meld_tilbake", 30s}};
  const Steps archive_and_send{{"hent_filer", 5min}, {"arkiver", 30s},   {"velg_kanal", 30s},
                               {"send", 16min},      {"folg_opp", 1min}, {"meld_tilbake", 30s}};
};

TEST_F(DeliveredPipelines, take_each_type_of_submission_to_its_pipeline_whatever_the_source) {
  const std::pair<const char*, const char*> types[] = {
      {"notat", "arkiver"},         {"foresporsel", "arkiver"},      {"tilsynsrapport", "hendelse-med-rapport"},
      {"inngaaende", "inngaaende"}, {"dokumentasjon", "inngaaende"}, {"vedtak", "vedtak-ut"},
      {"brev", "vedtak-ut"},        {"dokument", "vedtak-ut"}};
  for (const auto& [type, pipeline] : types) {
    for (const auto* source : {"gerica", "norkart"}) {
      const auto* chosen = set.choose(source, type);
      ASSERT_NE(chosen, nullptr) << type;
      EXPECT_EQ(chosen->name, pipeline) << type;
    }
  }
  EXPECT_EQ(set.choose("gerica", "ukjent"), nullptr);
}

TEST_F(DeliveredPipelines, archive_and_tell_and_send_what_is_to_be_sent_with_time_enough_for_each_step) {
  EXPECT_EQ(steps_of(*set.find("arkiver")), archive_only);
  EXPECT_EQ(steps_of(*set.find("inngaaende")), archive_only);
  EXPECT_EQ(steps_of(*set.find("vedtak-ut")), archive_and_send);
  EXPECT_EQ(steps_of(*set.find("hendelse-med-rapport")), archive_and_send);
}

TEST_F(DeliveredPipelines, tell_of_the_archiving_where_a_letter_is_still_to_come) {
  for (const auto& pipeline : set.all()) {
    EXPECT_EQ(pipeline.tell_archived, pipeline.find(model::StepName("send")) != nullptr) << pipeline.name;
  }
}

TEST_F(DeliveredPipelines, are_found_by_intake_with_the_first_step_that_has_something_to_do) {
  const auto choose = routes_of(set);
  model::SubmissionContent content;
  content.type = "vedtak";
  content.dokumenter.resize(2);
  const auto here = choose(model::SourceName("gerica"), content);
  ASSERT_TRUE(here);
  EXPECT_EQ(here->pipeline, "vedtak-ut");
  EXPECT_EQ(here->first, model::StepName("arkiver"));
  content.type = "notat";
  content.dokumenter[1].url = "https://fil.example/1";
  const auto elsewhere = choose(model::SourceName("gerica"), content);
  ASSERT_TRUE(elsewhere);
  EXPECT_EQ(elsewhere->pipeline, "arkiver");
  EXPECT_EQ(elsewhere->first, model::StepName("hent_filer"));
  content.type = "ukjent";
  EXPECT_FALSE(choose(model::SourceName("gerica"), content));
}

}  // namespace
}  // namespace fangst::pipeline

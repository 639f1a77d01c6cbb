#include "step_case.hpp"

#include <fangst/pipeline/step_catalogue.hpp>

#include <nlohmann/json.hpp>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using support::Trouble;

/// Keeps what it was asked to tell, and how long it had for it.
class KeepingNotifier final : public ports::SourceNotifier {
 public:
  Result<void> notify(const ports::StatusEvent& event, model::Deadline deadline) override {
    events.push_back(event);
    deadlines.push_back(deadline);
    if (failure) return Failure(*failure);
    return {};
  }
  std::vector<ports::StatusEvent> events;
  std::vector<model::Deadline> deadlines;
  std::optional<Error> failure;
};

struct NotifySourceStep : test::StepCase {
  NotifySourceStep() {
    stored.record = ports::ArchivedRecord{"mappe-1", 2025, 11, "post-1", 2026, 22, 33, "fjern"};
    auto& first = add_letter(0, "svarut");
    first.reason = "digital_med_varsel";
    first.state = model::LetterState::delivered;
    first.dependency_status = "LEST";
    auto& second = add_letter(2, "svarut_print");
    second.reason = "reservert";
    second.state = model::LetterState::refused;
    second.dependency_status = "AVVIST";
    add_letter(3, "").channel.reset();
    stored.error_code = "test.feil";
    stored.error_text = "Det gikk galt.";
    stored.error_detail = "bare for drift";
  }

  ports::StatusEvent tell(std::optional<Milestone> milestone = {}) {
    const auto step = make_notify_source("meld", milestone, notifier, dependencies);
    EXPECT_EQ(step->name(), "meld");
    EXPECT_TRUE(std::holds_alternative<Next>(run(*step).decision));
    return notifier.events.back();
  }

  StepResult try_to_tell() {
    const auto step = make_notify_source("meld_tilbake", {}, notifier, dependencies);
    return run(*step);
  }

  KeepingNotifier notifier;
};

struct Told {
  const char* name;
  std::optional<Milestone> milestone;
  const char* state;
  const char* id;  ///< As in every release before: a source drops what it has seen.
  bool has_error;
};

class EventToSource : public NotifySourceStep, public testing::WithParamInterface<Told> {};

TEST_P(EventToSource, holds_every_field_with_its_own_value_and_nothing_else) {
  const auto& row = GetParam();
  const auto event = tell(row.milestone);
  const std::string type = "no.fangst.submission." + std::string(row.state) + ".v1";
  EXPECT_EQ(event.id, row.id);
  EXPECT_EQ(event.type, type);
  EXPECT_EQ(event.source, model::SourceName("gerica"));
  EXPECT_EQ(event.traceparent, item.traceparent);
  json data{{"id", "innsending-1"},
            {"externalKey", "K-1"},
            {"state", row.state},
            {"noark",
             {{"saksmappe", "mappe-1"},
              {"saksaar", 2025},
              {"sakssekvensnummer", 11},
              {"saksnummer", "2025/11"},
              {"journalpost", "post-1"},
              {"journalaar", 2026},
              {"journalsekvensnummer", 22},
              {"journalpostnummer", 33},
              {"core", "fjern"}}},
            {"letters",
             {{{"id", "brev-0"},
               {"part", 0},
               {"channel", "svarut"},
               {"reason", "digital_med_varsel"},
               {"state", "delivered"},
               {"dependencyStatus", "LEST"}},
              {{"id", "brev-2"},
               {"part", 2},
               {"channel", "svarut_print"},
               {"reason", "reservert"},
               {"state", "refused"},
               {"dependencyStatus", "AVVIST"}},
              {{"id", "brev-3"},
               {"part", 3},
               {"channel", ""},
               {"reason", ""},
               {"state", "dispatched"},
               {"dependencyStatus", ""}}}}};
  if (row.has_error) data["error"] = {{"code", "test.feil"}, {"text", "Det gikk galt."}};
  const json expected{{"specversion", "1.0"},
                      {"id", row.id},
                      {"source", "urn:fangst"},
                      {"type", type},
                      {"subject", "innsending-1"},
                      {"time", model::to_rfc3339(clock.now())},
                      {"datacontenttype", "application/json"},
                      {"data", data}};
  EXPECT_EQ(json::parse(event.json), expected);
}

const Told kTold[] = {
    {"the_end", std::nullopt, "finished", "0fdb02fd-d021-50d1-9bb8-c4ce74eaed3d", false},
    {"archived", Milestone::archived, "archived", "a24a45e8-6ea2-5016-93e3-e98e477b1b5d", false},
    {"parked", Milestone::parked, "parked", "58429c90-f951-53aa-be59-810ccf2efa56", true},
};
INSTANTIATE_TEST_SUITE_P(Of, EventToSource, testing::ValuesIn(kTold),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(NotifySourceStep, says_nothing_of_an_archive_or_letters_that_there_are_not) {
  stored.record.reset();
  stored.letters.clear();
  const auto data = json::parse(tell().json).at("data");
  EXPECT_FALSE(data.contains("noark"));
  EXPECT_FALSE(data.contains("letters"));
}

TEST_F(NotifySourceStep, gives_a_new_event_for_each_parking_and_the_same_for_each_try) {
  const auto first = tell(Milestone::parked).id;
  clock.advance(1h);
  EXPECT_EQ(tell(Milestone::parked).id, first);
  item.id = 18;
  EXPECT_NE(tell(Milestone::parked).id, first);
  EXPECT_EQ(tell().id, kTold[0].id) << "the end comes once";
}

TEST_F(NotifySourceStep, has_the_time_that_the_step_has) {
  tell();
  EXPECT_EQ(notifier.deadlines, std::vector{deadline});
}

TEST_F(NotifySourceStep, depends_on_the_source_that_is_told_and_on_no_other) {
  dependencies.add("kilde:visma").pause();
  tell();
  const auto* dependency = dependencies.find("kilde:gerica");
  ASSERT_NE(dependency, nullptr);
  EXPECT_EQ(dependency->kind(), DependencyKind::source);
  dependencies.find("kilde:gerica")->pause();
  EXPECT_TRUE(std::holds_alternative<Wait>(try_to_tell().decision));
  EXPECT_EQ(notifier.events.size(), 1U);
}

/// Telling twice is harmless, so nothing is looked up.
TEST_F(NotifySourceStep, tries_again_when_the_answer_is_lost) {
  notifier.failure = Error(ErrorKind::timeout, "test.tid", "test", PublicText{"Tid."}).with_unknown_outcome();
  EXPECT_TRUE(std::holds_alternative<Retry>(try_to_tell().decision));
  notifier.failure = Error(ErrorKind::rejected_by_dependency, "test.nei", "test", PublicText{"Nei."});
  EXPECT_TRUE(std::holds_alternative<Dead>(try_to_tell().decision));
}

}  // namespace
}  // namespace fangst::pipeline

#include "life_entries.hpp"

#include <fangst/crypto/hasher.hpp>

#include <gtest/gtest.h>

namespace fangst::store {
namespace {

using namespace policy::submission_event;
using model::SubmissionState;
using nlohmann::json;
using policy::SubmissionEvent;
using policy::SubmissionLife;

const model::StepName kFirst("arkiver");
const model::StepName kSecond("velg_kanal");

model::Timestamp at(int seconds) { return model::from_millis(1'790'000'000'000) + std::chrono::seconds{seconds}; }

policy::KeptError error() { return {ErrorKind::rejected_by_dependency, "prøve.kode", "tekst", "detalj"}; }
json error_body(int attempts) {
  return {{"kind", "rejected_by_dependency"},
          {"code", "prøve.kode"},
          {"text", "tekst"},
          {"detail", crypto::sha256("detalj").hex()},
          {"attempts", attempts}};
}

SubmissionLife in(SubmissionState state) {
  SubmissionLife life;
  life.state = state;
  life.step = kFirst;
  life.attempts = 3;
  life.next_at = life.updated_at = at(0);
  return life;
}

struct Row {
  std::optional<SubmissionLife> before;
  SubmissionEvent::What what;
  std::string kind;
  json body;
};

json with(json body, const char* name, json value) {
  body[name] = std::move(value);
  return body;
}

/// Whatever happens to a submission, as the log must have it for ever: an old log is read by a later version.
std::vector<Row> rows() {
  const auto under_way = in(SubmissionState::in_flight);
  return {
      {std::nullopt, Accepted{kFirst, false}, "submission.accepted", {{"step", "arkiver"}, {"holding", false}}},
      {std::nullopt, Accepted{kSecond, true}, "submission.accepted", {{"step", "velg_kanal"}, {"holding", true}}},
      {in(SubmissionState::holding), Turn{}, "submission.turn", {{"step", "arkiver"}}},
      {under_way, Moved{kSecond}, "submission.moved", {{"next", "velg_kanal"}}},
      {under_way, Again{at(9)}, "submission.again", json::object()},
      {under_way, Waiting{at(9), "grunn"}, "submission.waiting", {{"reason", "grunn"}}},
      {under_way, Retrying{at(9), error(), false}, "submission.retrying", error_body(4)},
      {under_way, Retrying{at(9), error(), true}, "submission.retrying", with(error_body(1), "progress", true)},
      {under_way, UnknownOutcome{at(9), error(), false}, "submission.unknown_outcome", error_body(4)},
      {under_way, UnknownOutcome{at(9), error(), true}, "submission.unknown_outcome",
       with(error_body(1), "progress", true)},
      {under_way, Parked{error(), false}, "submission.parked", error_body(4)},
      {under_way, Parked{error(), true}, "submission.parked", with(error_body(1), "progress", true)},
      {in(SubmissionState::parked), Retried{}, "submission.retried", {{"step", "arkiver"}}},
      {under_way, Finished{}, "submission.finished", json::object()},
      {under_way, Archived{R"({"saksaar":2026})", 7}, "submission.archived", {{"noark", {{"saksaar", 2026}}}}},
      {under_way, Fetched{}, "submission.fetched", json::object()},
      {in(SubmissionState::parked), Corrected{kSecond}, "submission.corrected", {{"step", "velg_kanal"}}},
      {in(SubmissionState::holding), Closed{"grunn"}, "submission.closed", {{"reason", "grunn"}}},
  };
}

SubmissionLife after(const std::optional<SubmissionLife>& before, const SubmissionEvent& event) {
  auto change = policy::transition(before, event);
  if (!change) throw std::logic_error("not allowed in this test");
  return change->life;
}

audit::LogEntry entry_of(const Row& row) {
  return {7, model::to_millis(at(9)), row.kind, "innsending", "kilde", "step:arkiver", row.body.dump()};
}

TEST(SubmissionEntries, say_of_each_event_what_the_log_must_have) {
  for (const auto& row : rows()) {
    EXPECT_EQ(policy::log_kind(row.what), row.kind);
    EXPECT_EQ(to_body(row.what, after(row.before, {at(9), row.what})), row.body) << row.kind;
  }
}

TEST(SubmissionEntries, are_read_back_to_the_life_that_was_written) {
  for (const auto& row : rows()) {
    auto expected = after(row.before, {at(9), row.what});
    // Of an error's detail the log has only the hash.
    if (expected.error) expected.error->detail = crypto::sha256("detalj").hex();
    const auto read = submission_event_of(entry_of(row), row.body);
    ASSERT_TRUE(read) << row.kind;
    EXPECT_EQ(read->at, at(9));
    const auto life = after(row.before, *read);
    EXPECT_EQ(life, expected) << row.kind;
  }
}

TEST(SubmissionEntries, keep_the_reason_that_the_life_does_not) {
  const Row waiting{in(SubmissionState::in_flight), Waiting{}, "submission.waiting", {{"reason", "en"}}};
  EXPECT_EQ(std::get<Waiting>(submission_event_of(entry_of(waiting), waiting.body)->what).reason, "en");
  const Row closed{in(SubmissionState::parked), Closed{}, "submission.closed", {{"reason", "to"}}};
  EXPECT_EQ(std::get<Closed>(submission_event_of(entry_of(closed), closed.body)->what).reason, "to");
}

TEST(SubmissionEntries, of_every_kind_of_event_are_tried_here) {
  std::set<std::size_t> tried;
  for (const auto& row : rows()) tried.insert(row.what.index());
  EXPECT_EQ(tried.size(), std::variant_size_v<SubmissionEvent::What>);
}

TEST(SubmissionEntries, of_another_kind_are_no_events) {
  for (const auto* kind : {"submission.archive_progress", "letter.planned", "work.done", "submission", ""}) {
    EXPECT_FALSE(submission_event_of({0, 0, kind, "", "", "", "{}"}, json::object())) << kind;
  }
}

TEST(SubmissionEntries, that_lack_a_member_are_not_taken_for_events) {
  for (const auto& row : rows()) {
    const bool reads_nothing = row.kind == "submission.turn" || row.kind == "submission.retried";
    for (const auto& member : row.body.items()) {
      if (member.key() == "progress" || member.key() == "attempts" || reads_nothing) continue;
      auto cut = row.body;
      cut.erase(member.key());
      EXPECT_THROW(submission_event_of(entry_of(row), cut), json::exception) << row.kind << " " << member.key();
    }
  }
}

TEST(SubmissionEntries, with_a_kind_of_error_that_is_not_known_are_faults_of_the_program) {
  const Row row{in(SubmissionState::in_flight), Parked{}, "submission.parked", with(error_body(1), "kind", "ukjent")};
  const auto read = submission_event_of(entry_of(row), row.body);
  EXPECT_EQ(std::get<Parked>(read->what).error.kind, ErrorKind::internal);
}

}  // namespace
}  // namespace fangst::store

#pragma once

#include "plant.hpp"

#include <fangst/store/archive_orders.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fangst::testing {

/// An adapter that does what the test says, and remembers how it was called.
class ScriptedArchive final : public ports::Archive {
 public:
  using Advance = std::function<Result<ports::ArchiveAnswer>(const ports::ArchiveState*, const ports::ArchiveCall&)>;
  using Find = std::function<Result<ports::ArchiveAnswer>(const ports::ArchiveState&, ports::WriteMade)>;

  Result<ports::ArchiveAnswer> advance(const model::Submission& /*submission*/, const ports::ArchiveOrder& /*order*/,
                                       const ports::ArchiveState* state, const ports::ArchiveCall& call) override {
    calls.push_back("advance " + (state == nullptr ? "" : state->text));
    deadlines.push_back(call.deadline);
    return on_advance(state, call);
  }
  Result<ports::ArchiveAnswer> find(const model::Submission& /*submission*/, const ports::ArchiveOrder& /*order*/,
                                    const ports::ArchiveState& state, ports::WriteMade made,
                                    model::Deadline deadline) override {
    calls.push_back("find " + state.text + (made == ports::WriteMade::perhaps ? " perhaps" : " surely_not"));
    deadlines.push_back(deadline);
    return on_find(state, made);
  }

  Advance on_advance;
  Find on_find = [](const ports::ArchiveState& state, ports::WriteMade) -> Result<ports::ArchiveAnswer> {
    return ports::ArchiveProgress{state};
  };
  std::vector<std::string> calls;
  std::vector<model::Deadline> deadlines;
};

inline Error unclear(ErrorKind kind = ErrorKind::timeout) {
  return Error(kind, "test.uklart", "kjerne", PublicText{"Uklart."}).with_unknown_outcome();
}

/// Writes "en", then "to", and is done.
inline Result<ports::ArchiveAnswer> write_two(const ports::ArchiveState* state, const ports::ArchiveCall& call) {
  if (state == nullptr) return ports::ArchiveProgress{{1, "en", "0"}};
  call.write.begin(state->next_write);
  if (state->next_write == "en") return ports::ArchiveProgress{{1, "to", "1"}};
  return ports::ArchiveDone{};
}

/// Announces that "en" is to be written; the next call ends as `write` says.
inline ScriptedArchive::Advance announce_and(
    const std::function<Result<ports::ArchiveAnswer>(const ports::ArchiveCall&)>& write) {
  return [write](const auto* state, const auto& call) -> Result<ports::ArchiveAnswer> {
    if (state == nullptr) return ports::ArchiveProgress{{1, "en", "0"}};
    return write(call);
  };
}

/// What pipeline::DistantCore holds an adapter to (ports::Archive).
class DistantCore : public PlantTest {
 protected:
  void SetUp() override {
    PlantTest::SetUp();
    if (!plant) return;
    plant->other_archive = &archive;
    archive.on_advance = write_two;
  }

  model::SubmissionId run() {
    plant->start();
    const auto id = accept();
    plant->run_due();
    return id;
  }
  model::SubmissionId accept() { return plant->accept({.type = "notat", .ekspeder = false}); }
  model::SubmissionId accept_as(const std::string& key) {
    return plant->accept({.key = key, .case_key = key, .type = "notat", .ekspeder = false});
  }
  model::SubmissionState state(const model::SubmissionId& id) { return plant->load(id).submission.state; }

  std::optional<store::StoredOrder> stored(const model::SubmissionId& id) {
    std::optional<store::StoredOrder> order;
    const auto read = plant->db().read([&](sql::Session& session) -> Result<void> {
      order = store::load_order(session, id, "capture");
      return {};
    });
    EXPECT_TRUE(read);
    return order;
  }

  /// One run of the step, with so much time; what it decided is not written.
  pipeline::StepResult capture(const model::SubmissionId& id, std::chrono::milliseconds time) {
    const auto submission = plant->load(id);
    const auto item = plant->work_of(id);
    const auto& clock = *plant->database.clock;
    auto cores = plant->make_cores();
    auto result = cores->capture({submission, item, clock.monotonic() + time, clock.now()});
    result.effect = nullptr;  // it refers to the cores, which end here
    return result;
  }

  /// Fails the first time that "to" is written.
  void fail_second_write(const std::function<Result<ports::ArchiveAnswer>(const ports::ArchiveCall&)>& how) {
    archive.on_advance = [how, failed = false](const auto* state,
                                               const auto& call) mutable -> Result<ports::ArchiveAnswer> {
      if (failed || state == nullptr || state->next_write != "to") return write_two(state, call);
      failed = true;
      return how(call);
    };
  }

  ScriptedArchive archive;
};

}  // namespace fangst::testing

#pragma once

#include <fangst/pipeline/dispatchers.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/support/fake_dependencies.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline::test {

/// One submission before a step, without database: what the step decides and whom it calls. What it writes is seen by
/// the integration tests.
struct StepCase : ::testing::Test {
  StepCase() {
    auto& submission = stored.submission;
    submission.id = model::SubmissionId("innsending-1");
    submission.source = model::SourceName("gerica");
    submission.content.external_key = model::ExternalKey("K-1");
    submission.content.forsendelse.ekspeder = true;
    item.id = 17;
    item.submission = submission.id;
    item.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    dispatchers.add(svarut, dependencies.add("svarut"));
    dispatchers.add(digipost, dependencies.add("digipost"));
  }

  StepResult run(Step& step) { return step.run({stored, item, deadline, clock.now()}); }

  /// A letter that has been sent `ago`, as number `part`.
  model::Letter& add_letter(int part, const std::string& channel, std::chrono::milliseconds ago = {}) {
    model::Letter letter;
    letter.id = model::LetterId("brev-" + std::to_string(part));
    letter.submission = stored.submission.id;
    letter.part_no = part;
    letter.channel = model::Channel(channel);
    letter.state = model::LetterState::dispatched;
    letter.external_id = "ekstern-" + std::to_string(part);
    letter.dispatched_at = clock.now() - ago;
    return stored.letters.emplace_back(letter);
  }

  support::ManualClock clock;
  model::Deadline deadline = clock.monotonic() + std::chrono::seconds{42};
  support::Outside outside;
  Dependencies dependencies{{1000, std::chrono::milliseconds{1}, std::chrono::milliseconds{1}}, clock};
  support::FakeDispatcher svarut{outside, "svarut", support::FakeDispatcher::channels_of_svarut()};
  support::FakeDispatcher digipost{outside, "digipost", support::FakeDispatcher::channels_of_digipost()};
  Dispatchers dispatchers;
  store::StoredSubmission stored;
  ports::WorkItem item;
};

}  // namespace fangst::pipeline::test

#pragma once

#include "both_databases.hpp"
#include "lockstep_queue.hpp"

#include <fangst/archive/embedded_archive.hpp>
#include <fangst/audit/audit_reader.hpp>
#include <fangst/pipeline/engine.hpp>
#include <fangst/pipeline/step_catalogue.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/store/reports.hpp>
#include <fangst/support/fake_dependencies.hpp>

namespace fangst::testing {

struct Recipient {
  std::string navn = "Olga Syntetisk";
  std::string person = "14833821238";
  bool has_address = true;
  std::string type = "EM";
  std::string sent_how = {};
  std::string organisation = {};
};

struct Case {
  std::string key = "K-1";
  std::string case_key = "S-1";
  std::string type = "vedtak";
  std::vector<Recipient> recipients{Recipient{}};
  bool ekspeder = true;
  std::string url = {};                  ///< Non-empty: the document is to be fetched there.
  bool is_shielded = false;              ///< The case is.
  bool is_journalpost_shielded = false;  ///< The journalpost is.
  model::LetterKind innhold = model::LetterKind::enkeltvedtak;
  int vedlegg = 0;
  std::vector<std::string> vedlegg_urls = {};  ///< More documents, each to be fetched.
};

/// A step that does what the test says.
class ActingStep final : public pipeline::Step {
 public:
  using Act = std::function<pipeline::StepResult(const pipeline::StepInput&)>;
  ActingStep(std::string name, Act act) : name_(std::move(name)), act_(std::move(act)) {}
  std::string_view name() const override { return name_; }
  pipeline::StepResult run(const pipeline::StepInput& input) override { return act_(input); }

 private:
  std::string name_;
  Act act_;
};

/// Opens late: a test of something else does not see it.
inline constexpr policy::CircuitBreaker::Settings kCalmCircuit{1000, std::chrono::milliseconds{1},
                                                               std::chrono::milliseconds{1}};

/// The whole engine over a real database and the embedded archive, with everything outside faked. The outside, the
/// clock and the database outlive a restart.
class Plant {
 public:
  explicit Plant(TemporaryDatabase::Kind kind, policy::CircuitBreaker::Settings circuit = kCalmCircuit);
  ~Plant();

  void start(unsigned workers = 1);
  void stop();
  /// As after a crash: a new process over the same database.
  void restart();
  /// The step that runs now ends as if the process had ended: what it decides is not written, and its work comes again.
  void lose_running_step();

  model::SubmissionId accept(const Case& what = {});
  /// Runs what is due now.
  void run_due();
  /// Runs and moves the clock to the next due work, until all are finished or parked, or so much time has passed.
  void run_to_end(std::chrono::milliseconds at_most = std::chrono::hours{24 * 30});
  /// Moves the clock to the next due work and runs it. False when there is none.
  bool run_next();

  store::StoredSubmission load(const model::SubmissionId& id);
  std::vector<model::Letter> letters(const model::SubmissionId& id);
  std::vector<std::string> events(const model::SubmissionId& id);
  /// The work that stands in the outbox for its step.
  ports::WorkItem work_of(const model::SubmissionId& id);
  std::vector<std::string> archived_keys();  ///< In the order of their numbers.
  std::int64_t count(const std::string& sql);
  void retry(const model::SubmissionId& id);
  sql::Database& db() { return *database; }

  /// What must hold whatever has happened: at most one accepted send of a letter and one journalpost of a key, nothing
  /// dispatched that is not archived, every submission counted, the audit log whole, and every row as it tells.
  void expect_sound();
  /// The test has changed rows past the store: then the verification must say so.
  bool was_tampered_with = false;

  TemporaryDatabase database;
  support::Outside outside;
  archive::EmbeddedArchive embedded;
  CommittedArchive committed{*database, embedded};
  support::DistantArchive archive{
      outside,
      {[this](const model::Submission& submission) { return committed.capture(submission); },
       [this](const ports::ArchivedRecord& record, model::Timestamp sendt) {
         return committed.set_ekspedert(record, sendt);
       }}};
  bool has_local_archive = false;  ///< As in a default installation; else it is reached over a network that can fail.
  ports::Archive* other_archive = nullptr;  ///< Instead of either.
  std::vector<policy::CoreRule> core_rules{{"", "", "fjern"}};
  /// The embedded core, and unless has_local_archive one behind a network, "fjern".
  std::unique_ptr<pipeline::ArchiveCores> make_cores();
  support::FakeRegistry registry{outside};
  support::FakeDispatcher svarut{outside, "svarut", support::FakeDispatcher::channels_of_svarut()};
  support::FakeDispatcher digipost{outside, "digipost", support::FakeDispatcher::channels_of_digipost()};
  support::FakeNotifier notifier{outside};
  support::FakeFiles files;
  pipeline::Dependencies dependencies;
  pipeline::EngineSettings settings{1, policy::RetryLadder({std::chrono::seconds{10}, std::chrono::minutes{1}}, 4), {}};
  std::vector<std::unique_ptr<pipeline::Step>> extra_steps;  ///< Before the others of the same name.
  std::vector<pipeline::StepOutcome> outcomes();

 private:
  std::vector<std::unique_ptr<pipeline::Step>> make_steps();
  bool advance_to_next();
  bool all_ended();

  pipeline::Dispatchers dispatchers_;
  std::unique_ptr<pipeline::ArchiveCores> cores_;
  pipeline::StepCatalogue catalogue_ = pipeline::all_steps();
  pipeline::PipelineSet pipelines_;
  std::unique_ptr<LockstepQueue> queue_;
  std::unique_ptr<pipeline::Engine> engine_;
  std::int64_t accepted_ = 0;
  std::mutex outcomes_mutex_;
  std::vector<pipeline::StepOutcome> outcomes_;
};

/// Every test runs on both databases, and ends with expect_sound().
class PlantTest : public ::testing::TestWithParam<TemporaryDatabase::Kind> {
 protected:
  void SetUp() override {
    if (!TemporaryDatabase::is_available(GetParam())) GTEST_SKIP() << "FANGST_TEST_POSTGRESQL is not set";
    plant.emplace(GetParam());
  }
  void TearDown() override {
    if (plant) plant->expect_sound();
  }
  /// The letters are planned, and wait before the paused mail service.
  model::SubmissionId wait_before_dispatch(const Case& what = {}) {
    plant->dependencies.add("svarut").pause();
    const auto id = plant->accept(what);
    plant->run_due();
    return id;
  }
  std::optional<Plant> plant;
};

}  // namespace fangst::testing

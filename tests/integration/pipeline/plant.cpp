#include "plant.hpp"

#include <fangst/codec/submission_json.hpp>

#include <algorithm>
#include <set>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;

void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().code() + ": " + result.error().private_detail());
}

void add_recipients(model::SubmissionContent& content, const Case& what) {
  for (const auto& recipient : what.recipients) {
    model::Korrespondansepart part;
    part.korrespondanseparttype = recipient.type;
    part.navn = recipient.navn;
    part.personidentifikator = model::PersonIdentifier(recipient.person);
    part.forsendelsesmaate = recipient.sent_how;
    part.organisasjonsnummer = recipient.organisation;
    if (recipient.has_address) part.adresse = model::Adresse{"Gata 1", "", "", "2630", "Ringebu", "NO"};
    content.journalpost.korrespondansepart.push_back(part);
  }
}

}  // namespace

Plant::Plant(TemporaryDatabase::Kind kind, policy::CircuitBreaker::Settings circuit)
    : database(kind, {archive::tables()}),
      files(outside, database->documents()),
      dependencies(circuit, *database.clock),
      pipelines_(pipeline::PipelineSet::load(FANGST_PIPELINES, catalogue_)) {}

Plant::~Plant() { stop(); }

std::vector<std::unique_ptr<pipeline::Step>> Plant::make_steps() {
  auto steps = std::move(extra_steps);
  extra_steps.clear();
  dispatchers_ = {};
  dispatchers_.add(svarut, dependencies.add("svarut"));
  dispatchers_.add(digipost, dependencies.add("digipost"));
  pipeline::SendSettings send;
  send.sender = {"Testdal kommune", {"Rådhuset", "", "", "2630", "Ringebu", "NO"}};
  send.node = "node-1";
  send.planner = catalogue_.planner();
  steps.push_back(pipeline::make_fetch_files(files, dependencies));
  cores_ = make_cores();
  steps.push_back(pipeline::make_archive(*cores_));
  steps.push_back(pipeline::make_choose_channel(registry, dependencies.add("krr"), dispatchers_));
  steps.push_back(pipeline::make_send(*database, *cores_, dispatchers_, send));
  steps.push_back(pipeline::make_follow_up(dispatchers_, {{1min, 5min, 1h}}));
  steps.push_back(pipeline::make_notify_source("meld_tilbake", std::nullopt, notifier, dependencies));
  steps.push_back(pipeline::make_notify_source("meld_arkivert", pipeline::Milestone::archived, notifier, dependencies));
  steps.push_back(pipeline::make_notify_source("meld_parkert", pipeline::Milestone::parked, notifier, dependencies));
  return steps;
}

std::unique_ptr<pipeline::ArchiveCores> Plant::make_cores() {
  auto& arkiv = dependencies.add("arkiv");
  auto cores = std::make_unique<pipeline::ArchiveCores>(*database, pipeline::make_local_core(embedded, arkiv));
  if (has_local_archive) return cores;
  cores->add("fjern", pipeline::make_distant_core("fjern", *database, other_archive ? *other_archive : archive, arkiv));
  cores->set_rules(core_rules);
  return cores;
}

void Plant::start(unsigned workers) {
  queue_ = std::make_unique<LockstepQueue>(*database, *database.clock);
  settings.workers = workers;
  engine_ = std::make_unique<pipeline::Engine>(*database, *queue_, pipelines_, catalogue_, make_steps(), settings,
                                               [this](const pipeline::StepOutcome& outcome) {
                                                 const std::lock_guard lock(outcomes_mutex_);
                                                 outcomes_.push_back(outcome);
                                               });
  database->on_commit([queue = queue_.get()] { queue->wake(); });
  engine_->start();
}

void Plant::stop() {
  if (engine_) engine_->stop();
  database->forget_listeners();
  engine_.reset();
  queue_.reset();
}

void Plant::restart() {
  stop();
  start();
}

void Plant::lose_running_step() {
  database.tamper(
      "UPDATE work SET due_at = due_at + 1, visible_at = due_at + 1, lease_owner = '' "
      "WHERE lease_owner <> '' AND step IN ('arkiver', 'send')");
  database.tamper(
      "UPDATE submission SET next_at = (SELECT due_at FROM work WHERE submission_id = submission.id AND "
      "work.step = submission.step) WHERE step IN ('arkiver', 'send') AND EXISTS (SELECT 1 FROM work WHERE "
      "submission_id = submission.id AND work.step = submission.step)");
}

model::SubmissionId Plant::accept(const Case& what) {
  sql::Write write;
  auto acceptance = SubmissionMaker{what.key, what.case_key, "innhold av " + what.key}.make(*database, write.documents);
  auto& submission = acceptance.submission;
  auto& content = submission.content;
  content.type = what.type;
  content.forsendelse = {what.ekspeder, what.innhold};
  add_recipients(content, what);
  for (int i = 1; i <= what.vedlegg; ++i) {
    write.documents.push_back(receive(*database, "vedlegg " + std::to_string(i) + " av " + what.key));
    auto vedlegg = content.dokumenter.front();
    vedlegg.tilknyttet_registrering_som = "V";
    vedlegg.sjekksum = write.documents.back()->sha256();
    vedlegg.filstoerrelse = write.documents.back()->size();
    content.dokumenter.push_back(std::move(vedlegg));
  }
  if (what.is_shielded) content.sak.skjerming = model::Skjerming{"UO", "Offl. § 13", {}};
  if (what.is_journalpost_shielded) content.journalpost.skjerming = model::Skjerming{"UO", "Offl. § 13", {}};
  if (!what.url.empty()) {
    write.documents.clear();
    content.dokumenter[0].sjekksum.reset();
    content.dokumenter[0].filstoerrelse.reset();
    content.dokumenter[0].url = what.url;
  }
  for (const auto& url : what.vedlegg_urls) {
    auto vedlegg = content.dokumenter.front();
    vedlegg.tilknyttet_registrering_som = "V";
    vedlegg.sjekksum.reset();
    vedlegg.filstoerrelse.reset();
    vedlegg.url = url;
    content.dokumenter.push_back(std::move(vedlegg));
  }
  const auto* pipeline = pipelines_.choose("gerica", what.type);
  submission.pipeline = pipeline->name;
  submission.step = pipeline->first(content);
  content.sak.klassifikasjon = {{"KKF", "233", "Omsorgstjenester", false}};
  content.sak.part = {{"Olga Syntetisk", "Søker", model::PersonIdentifier("14833821238"), "", true}};
  submission.fingerprint = codec::fingerprint(content);
  write.apply = [&](sql::Transaction& tx) -> Result<void> {
    store::accept(tx, acceptance);
    return {};
  };
  must(database->write(std::move(write)));
  ++accepted_;
  return submission.id;
}

void Plant::run_due() {
  queue_->wake();
  queue_->wait_until_idle();
}

bool Plant::advance_to_next() {
  std::optional<std::int64_t> next;
  must(database->read([&](sql::Session& session) -> Result<void> {
    next = std::get<0>(session.query<std::optional<std::int64_t>>("SELECT MIN(visible_at) FROM work").at(0));
    return {};
  }));
  if (!next) return false;
  const auto ahead = model::from_millis(*next) - database.clock->now();
  if (ahead > ahead.zero()) database.clock->advance(ahead);
  return true;
}

bool Plant::run_next() {
  if (!advance_to_next()) return false;
  run_due();
  return true;
}

bool Plant::all_ended() { return count("SELECT COUNT(*) FROM work") == 0; }

void Plant::run_to_end(std::chrono::milliseconds at_most) {
  const auto until = database.clock->now() + at_most;
  run_due();
  while (!all_ended() && database.clock->now() < until) run_next();
}

store::StoredSubmission Plant::load(const model::SubmissionId& id) {
  std::optional<store::StoredSubmission> stored;
  must(database->read([&](sql::Session& session) -> Result<void> {
    FANGST_TRY(stored, store::load(session, id));
    return {};
  }));
  return *stored;
}

std::vector<model::Letter> Plant::letters(const model::SubmissionId& id) {
  std::vector<model::Letter> list;
  must(database->read([&](sql::Session& session) -> Result<void> {
    list = store::load_letters(session, id);
    return {};
  }));
  return list;
}

std::vector<std::string> Plant::events(const model::SubmissionId& id) {
  std::vector<std::string> kinds;
  must(database->read([&](sql::Session& session) -> Result<void> {
    for (const auto& event : audit::events_of(session, id.str())) kinds.push_back(event.kind);
    return {};
  }));
  return kinds;
}

ports::WorkItem Plant::work_of(const model::SubmissionId& id) {
  ports::WorkItem item;
  must(database->read([&](sql::Session& session) -> Result<void> {
    const auto [number, step, due_at, traceparent] =
        session
            .query<std::int64_t, std::string, std::int64_t, std::string>(
                "SELECT id, step, due_at, traceparent FROM work WHERE submission_id = :1", id.str())
            .at(0);
    item = {number, id, model::StepName(step), model::from_millis(due_at), 0, traceparent};
    return {};
  }));
  return item;
}

std::vector<std::string> Plant::archived_keys() {
  std::vector<std::string> keys;
  must(database->read([&](sql::Session& session) -> Result<void> {
    for (auto& [key] :
         session.query<std::string>("SELECT kildenoekkel FROM journalpost ORDER BY journalaar, journalsekvensnummer")) {
      keys.push_back(key);
    }
    return {};
  }));
  return keys;
}

std::int64_t Plant::count(const std::string& sql) {
  std::int64_t value = 0;
  must(database->read([&](sql::Session& session) -> Result<void> {
    value = std::get<0>(session.query<std::int64_t>(sql).at(0));
    return {};
  }));
  return value;
}

void Plant::retry(const model::SubmissionId& id) {
  must(database->write([&](sql::Transaction& tx) -> Result<void> {
    EXPECT_TRUE(store::retry_parked(tx, id, "operator:test"));
    return {};
  }));
}

std::vector<pipeline::StepOutcome> Plant::outcomes() {
  const std::lock_guard lock(outcomes_mutex_);
  return outcomes_;
}

void Plant::expect_sound() {
  const auto archived = archived_keys();
  EXPECT_EQ(std::set(archived.begin(), archived.end()).size(), archived.size()) << "one key, one journalpost";
  for (const auto* dispatcher : {&svarut, &digipost}) {
    for (const auto& [key, accepted] : dispatcher->accepted()) {
      EXPECT_EQ(accepted.times, 1) << "letter " << key;
      if (other_archive != nullptr) continue;
      for (const auto& document : accepted.letter.dokumenter) {
        EXPECT_EQ(count("SELECT COUNT(*) FROM dokumentobjekt WHERE sjekksum = '" + document.sha256.hex() + "'"), 1);
      }
    }
  }
  std::vector<store::Balance> sums;
  must(database->read([&](sql::Session& session) -> Result<void> {
    sums = store::balance(session, model::from_millis(0), database.clock->now() + 48h);
    return {};
  }));
  std::int64_t received = 0;
  for (const auto& sum : sums) {
    EXPECT_TRUE(sum.holds());
    received += sum.finished + sum.parked + sum.in_flight;
  }
  EXPECT_EQ(received, accepted_);
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE state IN ('in_flight','waiting','retrying','unknown_outcome') "
                  "AND NOT EXISTS (SELECT 1 FROM work WHERE work.submission_id = submission.id)"),
            0)
      << "in flight, and nobody will ever run it";
  const auto audit = audit::verify(*database);
  ASSERT_TRUE(audit) << audit.error().private_detail();
  if (was_tampered_with) {
    EXPECT_FALSE(audit->is_whole());
  } else {
    EXPECT_TRUE(audit->is_whole()) << audit->faults.front();
  }
}

}  // namespace fangst::testing

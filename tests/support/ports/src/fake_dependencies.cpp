#include <fangst/support/fake_dependencies.hpp>

namespace fangst::support {

namespace {

std::string key_of(const model::Submission& submission, const ports::ArchiveOrder& order) {
  return std::string(name_of(order)) + " " + submission.content.external_key.str();
}

}  // namespace

Result<ports::ArchiveAnswer> DistantArchive::advance(const model::Submission& submission,
                                                     const ports::ArchiveOrder& order, const ports::ArchiveState* state,
                                                     const ports::ArchiveCall& call) {
  const std::string name(name_of(order));
  if (state == nullptr) return ports::ArchiveProgress{{1, name, "{}"}};
  call.write.begin(name);
  FANGST_TRY(auto record, outside_.call<ports::ArchivedRecord>("arkiv." + name, submission.content.external_key.str(),
                                                               true, [&] { return carry_out(submission, order); }));
  return ports::ArchiveDone{std::move(record)};
}

Result<ports::ArchivedRecord> DistantArchive::carry_out(const model::Submission& submission,
                                                        const ports::ArchiveOrder& order) {
  ports::ArchivedRecord record;
  if (const auto* ekspedert = std::get_if<ports::SetEkspedert>(&order)) {
    record = ekspedert->record;
    FANGST_CHECK(orders_.set_ekspedert(record, ekspedert->sendt));
  } else {
    FANGST_TRY(record, orders_.capture(submission));
  }
  const std::lock_guard lock(mutex_);
  done_[key_of(submission, order)] = record;
  return record;
}

Result<ports::ArchiveAnswer> DistantArchive::find(const model::Submission& submission, const ports::ArchiveOrder& order,
                                                  const ports::ArchiveState& state, ports::WriteMade /*made*/,
                                                  model::Deadline /*deadline*/) {
  return outside_.call<ports::ArchiveAnswer>("arkiv.find", submission.content.external_key.str(), false,
                                             [&]() -> Result<ports::ArchiveAnswer> {
                                               const std::lock_guard lock(mutex_);
                                               const auto at = done_.find(key_of(submission, order));
                                               if (at == done_.end()) return ports::ArchiveProgress{state};
                                               return ports::ArchiveDone{at->second};
                                             });
}

ports::Kontaktopplysning FakeRegistry::digital() {
  ports::Kontaktopplysning answer;
  answer.status = ports::KrrStatus::aktiv;
  answer.kan_varsles = true;
  answer.epost_sist_bekreftet = model::from_millis(1'789'000'000'000);
  answer.har_digital_postkasse = true;
  answer.postkasseleverandoer = "922020175";
  return answer;
}

ports::Kontaktopplysning FakeRegistry::in_digipost() {
  auto answer = digital();
  answer.postkasseleverandoer = kDigipostProvider;
  return answer;
}

void FakeRegistry::set(const std::string& person, ports::Kontaktopplysning answer) {
  const std::lock_guard lock(mutex_);
  answers_[person] = std::move(answer);
}

Result<ports::Kontaktopplysning> FakeRegistry::look_up(const model::PersonIdentifier& person,
                                                       model::Deadline /*deadline*/) {
  // The log of calls is printed by failing tests: only the last digits.
  const auto tail = person.reveal().substr(person.reveal().size() - 2);
  return outside_.call<ports::Kontaktopplysning>("krr.look_up", tail, true, [&]() -> Result<ports::Kontaktopplysning> {
    const std::lock_guard lock(mutex_);
    const auto at = answers_.find(person.reveal());
    return at == answers_.end() ? digital() : at->second;
  });
}

std::vector<policy::ChannelTraits> FakeDispatcher::channels_of_svarut() {
  return {{model::Channel("svarut"), false, {policy::Way::digital}, {}},
          {model::Channel("svarut_print"), true, {policy::Way::paper}, {}}};
}

std::vector<policy::ChannelTraits> FakeDispatcher::channels_of_digipost() {
  return {{model::Channel("digipost"), false, {policy::Way::mailbox}, {kDigipostProvider}}};
}

Result<ports::DispatchReceipt> FakeDispatcher::send(const ports::OutgoingLetter& letter, model::Deadline /*deadline*/) {
  const auto key = letter.key.str();
  return outside_.call<ports::DispatchReceipt>(name_ + ".send", key, true, [&]() -> Result<ports::DispatchReceipt> {
    const std::lock_guard lock(mutex_);
    if (refused_.contains(letter.mottaker.navn)) {
      return Failure(Error(ErrorKind::rejected_by_dependency, "test.mottaker_avvist", name_ + ".send",
                           PublicText{"Mottakeren avvist."}));
    }
    auto& entry = accepted_[key];
    entry.letter = letter;
    ++entry.times;
    return ports::DispatchReceipt{"ext-" + key, "MOTTATT", false};
  });
}

Result<std::optional<ports::DispatchReceipt>> FakeDispatcher::find(const ports::OutgoingLetter& letter,
                                                                   model::Deadline /*deadline*/) {
  using Found = std::optional<ports::DispatchReceipt>;
  const auto key = letter.key.str();
  return outside_.call<Found>(name_ + ".find", key, false, [&]() -> Result<Found> {
    const std::lock_guard lock(mutex_);
    if (!accepted_.contains(key)) return Found{};
    return Found{ports::DispatchReceipt{"ext-" + key, "MOTTATT", true}};
  });
}

Result<ports::DispatchStatus> FakeDispatcher::status(const std::string& external_id, model::Deadline /*deadline*/) {
  return outside_.call<ports::DispatchStatus>(
      name_ + ".status", external_id, true, [&]() -> Result<ports::DispatchStatus> {
        const std::lock_guard lock(mutex_);
        const auto at = progress_of_.find(external_id);
        return ports::DispatchStatus{at == progress_of_.end() ? progress_ : at->second, status_word_, {}};
      });
}

std::map<std::string, FakeDispatcher::Accepted> FakeDispatcher::accepted() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

void FakeDispatcher::refuse(const std::string& navn, bool is_refused) {
  const std::lock_guard lock(mutex_);
  is_refused ? (void)refused_.insert(navn) : (void)refused_.erase(navn);
}

void FakeDispatcher::set_progress(ports::LetterProgress progress) {
  const std::lock_guard lock(mutex_);
  progress_ = progress;
}

void FakeDispatcher::set_progress(const std::string& external_id, ports::LetterProgress progress) {
  const std::lock_guard lock(mutex_);
  progress_of_[external_id] = progress;
}

void FakeDispatcher::set_status_word(std::string word) {
  const std::lock_guard lock(mutex_);
  status_word_ = std::move(word);
}

Result<void> FakeNotifier::notify(const ports::StatusEvent& event, model::Deadline /*deadline*/) {
  return outside_.call<void>("kilde.notify", event.type, true, [&]() -> Result<void> {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    return {};
  });
}

std::vector<ports::StatusEvent> FakeNotifier::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

int FakeNotifier::count(const std::string& type) const {
  int count = 0;
  for (const auto& event : events()) count += event.type == "no.fangst.submission." + type + ".v1" ? 1 : 0;
  return count;
}

Result<void> FakeFiles::may_fetch(const std::string& url, const model::SourceName& /*source*/) const {
  const std::lock_guard lock(mutex_);
  if (files_.contains(url)) return {};
  return Failure(Error(ErrorKind::forbidden, "fil.ikke_tillatt", "test", PublicText{"Adressen er ikke tillatt."}));
}

Result<std::shared_ptr<ports::PendingDocument>> FakeFiles::fetch(const std::string& url,
                                                                 const std::optional<model::Sha256>& expected,
                                                                 const model::SourceName& /*source*/,
                                                                 model::Deadline /*deadline*/) {
  using Pending = std::shared_ptr<ports::PendingDocument>;
  return outside_.call<Pending>("kilde.fetch", url, true, [&]() -> Result<Pending> {
    auto writer = documents_.begin();
    {
      const std::lock_guard lock(mutex_);
      FANGST_CHECK(writer->write(files_.at(url)));
    }
    FANGST_TRY(auto document, writer->finish());
    if (expected && *expected != document->sha256()) {
      return Failure(
          Error(ErrorKind::rejected_by_dependency, "fil.feil_sjekksum", "test", PublicText{"Feil sjekksum."}));
    }
    return document;
  });
}

void FakeFiles::put(const std::string& url, std::string bytes) {
  const std::lock_guard lock(mutex_);
  files_[url] = std::move(bytes);
}

}  // namespace fangst::support

#pragma once

#include <fangst/ports/archive.hpp>
#include <fangst/ports/contact_registry.hpp>
#include <fangst/ports/file_source.hpp>
#include <fangst/ports/mail_dispatcher.hpp>
#include <fangst/ports/source_notifier.hpp>
#include <fangst/support/outside.hpp>

#include <map>
#include <set>

/// The outside as fakes that remember what they did: what they have accepted outlives the engine under test, as a real
/// peer's would. Thread-safe.
namespace fangst::support {

/// What a Noark core does when it does all of an order in one call.
struct WholeOrders {
  std::function<Result<ports::ArchivedRecord>(const model::Submission&)> capture;
  std::function<Result<void>(const ports::ArchivedRecord&, model::Timestamp)> set_ekspedert;
};

/// A Noark core behind a line that can fail: one remote write for each order.
class DistantArchive final : public ports::Archive {
 public:
  DistantArchive(Outside& outside, WholeOrders orders) : outside_(outside), orders_(std::move(orders)) {}
  Result<ports::ArchiveAnswer> advance(const model::Submission& submission, const ports::ArchiveOrder& order,
                                       const ports::ArchiveState* state, const ports::ArchiveCall& call) override;
  Result<ports::ArchiveAnswer> find(const model::Submission& submission, const ports::ArchiveOrder& order,
                                    const ports::ArchiveState& state, ports::WriteMade made,
                                    model::Deadline deadline) override;

 private:
  Result<ports::ArchivedRecord> carry_out(const model::Submission& submission, const ports::ArchiveOrder& order);

  Outside& outside_;
  WholeOrders orders_;
  std::mutex mutex_;
  std::map<std::string, ports::ArchivedRecord> done_;  // by order and external key
};

/// The number of Digipost among the providers of mailboxes.
inline constexpr auto kDigipostProvider = "984661185";

/// KRR, faked: everybody is registered, notifiable and fresh, unless said otherwise.
class FakeRegistry final : public ports::ContactRegistry {
 public:
  explicit FakeRegistry(Outside& outside) : outside_(outside) {}
  Result<ports::Kontaktopplysning> look_up(const model::PersonIdentifier& person, model::Deadline deadline) override;
  void set(const std::string& person, ports::Kontaktopplysning answer);
  static ports::Kontaktopplysning digital();
  static ports::Kontaktopplysning in_digipost();

 private:
  Outside& outside_;
  std::mutex mutex_;
  std::map<std::string, ports::Kontaktopplysning> answers_;
};

/// A mail service, faked. It accepts every send, also a second one of a key: the test counts them.
class FakeDispatcher final : public ports::MailDispatcher {
 public:
  FakeDispatcher(Outside& outside, std::string name, std::vector<policy::ChannelTraits> channels)
      : outside_(outside), name_(std::move(name)), channels_(std::move(channels)) {}
  std::vector<policy::ChannelTraits> channels() const override { return channels_; }
  /// What the two mail services of an installation offer.
  static std::vector<policy::ChannelTraits> channels_of_svarut();
  static std::vector<policy::ChannelTraits> channels_of_digipost();
  Result<ports::DispatchReceipt> send(const ports::OutgoingLetter& letter, model::Deadline deadline) override;
  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter& letter,
                                                     model::Deadline deadline) override;
  Result<ports::DispatchStatus> status(const std::string& external_id, model::Deadline deadline) override;

  struct Accepted {
    ports::OutgoingLetter letter;
    int times = 0;
  };
  std::map<std::string, Accepted> accepted() const;
  /// Letters to this recipient are refused.
  void refuse(const std::string& navn, bool is_refused);
  void set_progress(ports::LetterProgress progress);
  void set_progress(const std::string& external_id, ports::LetterProgress progress);
  void set_status_word(std::string word);

 private:
  Outside& outside_;
  std::string name_;
  std::vector<policy::ChannelTraits> channels_;
  mutable std::mutex mutex_;
  std::map<std::string, Accepted> accepted_;
  std::set<std::string> refused_;
  ports::LetterProgress progress_ = ports::LetterProgress::delivered;
  std::map<std::string, ports::LetterProgress> progress_of_;
  std::string status_word_ = "LEVERT";
};

/// A source that is told, faked.
class FakeNotifier final : public ports::SourceNotifier {
 public:
  explicit FakeNotifier(Outside& outside) : outside_(outside) {}
  Result<void> notify(const ports::StatusEvent& event, model::Deadline deadline) override;
  std::vector<ports::StatusEvent> events() const;
  int count(const std::string& type) const;

 private:
  Outside& outside_;
  mutable std::mutex mutex_;
  std::vector<ports::StatusEvent> events_;
};

/// The files of a specialist system, faked: bytes by URL.
class FakeFiles final : public ports::FileSource {
 public:
  FakeFiles(Outside& outside, ports::DocumentStore& documents) : outside_(outside), documents_(documents) {}
  Result<void> may_fetch(const std::string& url, const model::SourceName& source) const override;
  Result<std::shared_ptr<ports::PendingDocument>> fetch(const std::string& url,
                                                        const std::optional<model::Sha256>& expected,
                                                        const model::SourceName& source,
                                                        model::Deadline deadline) override;
  void put(const std::string& url, std::string bytes);

 private:
  Outside& outside_;
  ports::DocumentStore& documents_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> files_;
};

}  // namespace fangst::support

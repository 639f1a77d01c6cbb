#include <fangst/support/messaging_archive.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::support {
namespace {

using nlohmann::json;
using Kind = RemoteCore::Receipt::Kind;

constexpr std::chrono::minutes kTimeToLive{15};
constexpr std::chrono::minutes kAskEvery{1};

/// `sent`: how many messages may have left. A message is known to be on its way, or not, by `since`.
struct State {
  int sent = 0;
  std::optional<std::int64_t> since;
  bool is_received = false;

  static State read(const ports::ArchiveState& stored) {
    const auto fields = json::parse(stored.text);
    State state{fields.at("sent"), std::nullopt, fields.at("received")};
    if (fields.contains("since")) state.since = fields["since"].get<std::int64_t>();
    return state;
  }

  ports::ArchiveProgress progress() const {
    json fields{{"sent", sent}, {"received", is_received}};
    if (since) fields["since"] = *since;
    return {{1, since ? "" : "send", fields.dump()}};
  }
};

/// A new id for each message, so that receipts of an earlier one are not taken for its own.
std::string client_id(const model::Submission& submission, const ports::ArchiveOrder& order, int number) {
  return submission.id.str() + ":" + std::string(name_of(order)) + ":" + std::to_string(number);
}

RemoteCore::Message message_of(const model::Submission& submission, const ports::ArchiveOrder& order, int number) {
  const auto id = client_id(submission, order, number);
  if (const auto* ekspedert = std::get_if<ports::SetEkspedert>(&order)) {
    return {id, "", ekspedert->record.journalpost_system_id, {}, true};
  }
  RemoteCore::Message message{id, submission.case_key.str(), submission.content.external_key.str(), {}};
  for (const auto& document : submission.content.dokumenter) message.documents.push_back(document.sjekksum->hex());
  return message;
}

ports::ArchiveDone done(const ports::ArchiveOrder& order, const std::string& saksmappe,
                        const std::string& journalpost) {
  if (const auto* ekspedert = std::get_if<ports::SetEkspedert>(&order)) return {ekspedert->record};
  ports::ArchivedRecord record;
  record.saksmappe_system_id = saksmappe;
  record.journalpost_system_id = journalpost;
  return {record};
}

}  // namespace

Result<ports::ArchiveAnswer> MessagingArchive::advance(const model::Submission& submission,
                                                       const ports::ArchiveOrder& order,
                                                       const ports::ArchiveState* stored,
                                                       const ports::ArchiveCall& call) {
  if (stored == nullptr) return State{}.progress();
  if (stored->next_write.empty()) return ask(submission, order, *stored);
  auto state = State::read(*stored);
  call.write.begin("send");
  FANGST_CHECK(core_.send(message_of(submission, order, state.sent + 1)));
  state = {state.sent + 1, model::to_millis(clock_.now()), false};
  return state.progress();
}

Result<ports::ArchiveAnswer> MessagingArchive::ask(const model::Submission& submission,
                                                   const ports::ArchiveOrder& order,
                                                   const ports::ArchiveState& stored) {
  auto state = State::read(stored);
  FANGST_TRY(const auto receipts, core_.receipts(client_id(submission, order, state.sent)));
  for (const auto& receipt : receipts) {
    if (receipt.kind == Kind::kvittering) return done(order, receipt.saksmappe, receipt.journalpost);
    if (receipt.kind == Kind::delvis) return State{state.sent, std::nullopt, false}.progress();
  }
  if (!receipts.empty() && !state.is_received) {
    state.is_received = true;
    return state.progress();
  }
  const auto over = model::from_millis(*state.since) + kTimeToLive;
  if (clock_.now() < over) return ports::ArchivePending{std::min(clock_.now() + kAskEvery, over)};
  return search(submission, order, state.sent);
}

Result<ports::ArchiveAnswer> MessagingArchive::search(const model::Submission& submission,
                                                      const ports::ArchiveOrder& order, int sent) {
  FANGST_TRY(const auto post, core_.find_journalpost(submission.content.external_key.str()));
  const bool is_ekspedert = std::holds_alternative<ports::SetEkspedert>(order);
  if (post && (!is_ekspedert || post->journalstatus == "E")) return done(order, post->saksmappe, post->id);
  return State{sent, std::nullopt, false}.progress();
}

Result<ports::ArchiveAnswer> MessagingArchive::find(const model::Submission& /*submission*/,
                                                    const ports::ArchiveOrder& /*order*/,
                                                    const ports::ArchiveState& stored, ports::WriteMade made,
                                                    model::Deadline /*deadline*/) {
  if (made == ports::WriteMade::surely_not) return ports::ArchiveProgress{stored};
  const auto state = State::read(stored);
  return State{state.sent + 1, model::to_millis(clock_.now()), false}.progress();
}

}  // namespace fangst::support

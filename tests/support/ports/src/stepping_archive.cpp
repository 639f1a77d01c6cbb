#include <fangst/support/stepping_archive.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::support {
namespace {

using nlohmann::json;

struct State {
  std::string saksmappe, journalpost;
  std::vector<std::string> missing;  ///< Documents that the core has not got, by hash.

  static State read(const ports::ArchiveState& stored) {
    const auto fields = json::parse(stored.text);
    return {fields.at("saksmappe"), fields.at("journalpost"), fields.at("missing")};
  }

  std::string next_write() const {
    if (saksmappe.empty()) return "NySaksmappe";
    return journalpost.empty() ? "NyJournalpost" : "NyDokument";
  }

  ports::ArchiveAnswer answer() const {
    if (!journalpost.empty() && missing.empty()) {
      ports::ArchivedRecord record;
      record.saksmappe_system_id = saksmappe;
      record.journalpost_system_id = journalpost;
      return ports::ArchiveDone{record};
    }
    const json fields{{"saksmappe", saksmappe}, {"journalpost", journalpost}, {"missing", missing}};
    return ports::ArchiveProgress{{1, next_write(), fields.dump()}};
  }
};

std::vector<std::string> documents_of(const model::Submission& submission) {
  std::vector<std::string> list;
  for (const auto& document : submission.content.dokumenter) list.push_back(document.sjekksum->hex());
  return list;
}

Result<std::string> write_next(RemoteCore& core, const model::Submission& submission, const State& state) {
  if (state.saksmappe.empty()) return core.new_saksmappe(submission.case_key.str());
  if (state.journalpost.empty()) return core.new_journalpost(state.saksmappe, submission.content.external_key.str());
  FANGST_CHECK(core.new_documents(state.journalpost, state.missing));
  return std::string();
}

Result<ports::ArchiveAnswer> capture(RemoteCore& core, const model::Submission& submission,
                                     const ports::ArchiveState& stored, ports::RemoteWrite& right) {
  auto state = State::read(stored);
  right.begin(state.next_write());
  FANGST_TRY(const auto made, write_next(core, submission, state));
  if (state.saksmappe.empty()) {
    state.saksmappe = made;
  } else if (state.journalpost.empty()) {
    state.journalpost = made;
  } else {
    state.missing.clear();
  }
  return state.answer();
}

}  // namespace

Result<ports::ArchiveAnswer> SteppingArchive::look(const model::Submission& submission,
                                                   const ports::ArchiveOrder& order) {
  FANGST_TRY(const auto post, core_.find_journalpost(submission.content.external_key.str()));
  if (const auto* ekspedert = std::get_if<ports::SetEkspedert>(&order)) {
    if (post && post->journalstatus == "E") return ports::ArchiveDone{ekspedert->record};
    return ports::ArchiveProgress{{1, "OppdaterJournalpostStatus", "{}"}};
  }
  FANGST_TRY(const auto mappe, core_.find_saksmappe(submission.case_key.str()));
  State state{mappe ? mappe->id : "", post ? post->id : "", documents_of(submission)};
  if (post) {
    std::erase_if(state.missing, [&](const std::string& document) {
      return std::find(post->documents.begin(), post->documents.end(), document) != post->documents.end();
    });
  }
  return state.answer();
}

Result<ports::ArchiveAnswer> SteppingArchive::advance(const model::Submission& submission,
                                                      const ports::ArchiveOrder& order,
                                                      const ports::ArchiveState* state,
                                                      const ports::ArchiveCall& call) {
  if (state == nullptr) return look(submission, order);
  if (const auto* ekspedert = std::get_if<ports::SetEkspedert>(&order)) {
    call.write.begin("OppdaterJournalpostStatus");
    FANGST_CHECK(core_.set_ekspedert(ekspedert->record.journalpost_system_id));
    return ports::ArchiveDone{ekspedert->record};
  }
  return capture(core_, submission, *state, call.write);
}

Result<ports::ArchiveAnswer> SteppingArchive::find(const model::Submission& submission,
                                                   const ports::ArchiveOrder& order,
                                                   const ports::ArchiveState& /*state*/, ports::WriteMade /*made*/,
                                                   model::Deadline /*deadline*/) {
  return look(submission, order);
}

}  // namespace fangst::support

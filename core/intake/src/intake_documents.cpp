#include "intake_documents.hpp"

#include <fangst/store/submissions.hpp>

#include <algorithm>

namespace fangst::intake {
namespace {

std::string pointer_of(std::size_t index, std::string_view field) {
  return "/dokumenter/" + std::to_string(index) + "/" + std::string(field);
}

Error document_faults(std::vector<FieldError> faults) {
  return Error(ErrorKind::invalid_input, "innsending.dokumenter", "intake",
               PublicText{"Dokumentene stemmer ikke med det innsendingen sier om dem. Rett feilene og send på nytt."})
      .with_fields(std::move(faults));
}

/// Writes the true size into the document; a declared size that differs is a fault, and so is no content at all.
void check_size(model::Dokument& document, std::uint64_t size, std::size_t index, std::vector<FieldError>& faults) {
  if (document.filstoerrelse && *document.filstoerrelse != size) {
    faults.push_back(
        {pointer_of(index, "filstoerrelse"), "Oppgitt størrelse er " + std::to_string(*document.filstoerrelse) +
                                                 " byte, men dokumentet har " + std::to_string(size) + "."});
  }
  if (size == 0) faults.push_back({pointer_of(index, "filnavn"), "Dokumentet er tomt."});
  document.filstoerrelse = size;
}

/// Writes what was received into the document; a declared hash that differs is a fault.
void adopt(model::Dokument& document, const ports::PendingDocument& received, std::size_t index,
           std::vector<FieldError>& faults) {
  if (document.sjekksum && *document.sjekksum != received.sha256()) {
    faults.push_back({pointer_of(index, "sjekksum"), "Oppgitt sjekksum er " + document.sjekksum->hex() +
                                                         ", men det mottatte dokumentet har " +
                                                         received.sha256().hex() + "."});
  }
  check_size(document, received.size(), index, faults);
  document.sjekksum = received.sha256();
  document.url.clear();
}

Result<std::shared_ptr<ports::PendingDocument>> receive(ports::DocumentStore& store, std::string_view bytes) {
  auto writer = store.begin();
  FANGST_CHECK(writer->write(bytes));
  return writer->finish();
}

}  // namespace

Result<void> check_addresses(const model::SubmissionContent& content, const model::SourceName& source,
                             const ports::FileSource& files) {
  std::vector<FieldError> faults;
  for (std::size_t i = 0; i < content.dokumenter.size(); ++i) {
    if (content.dokumenter[i].url.empty()) continue;
    const auto allowed = files.may_fetch(content.dokumenter[i].url, source);
    if (!allowed) faults.push_back({pointer_of(i, "url"), allowed.error().public_text()});
  }
  if (!faults.empty()) return Failure(document_faults(std::move(faults)));
  return {};
}

Result<std::vector<std::shared_ptr<ports::PendingDocument>>> tie_documents(
    model::SubmissionContent& content, std::vector<ports::EmbeddedDocument>& embedded, std::vector<ReceivedFile>& files,
    ports::DocumentStore& store) {
  std::vector<std::shared_ptr<ports::PendingDocument>> kept;
  std::vector<FieldError> faults;
  std::vector<bool> has_bytes(content.dokumenter.size());
  for (auto& document : embedded) {
    FANGST_TRY(auto received, receive(store, document.bytes));
    adopt(content.dokumenter.at(document.index), *received, document.index, faults);
    has_bytes[document.index] = true;
    kept.push_back(std::move(received));
  }
  for (auto& file : files) {
    const auto at = std::find_if(content.dokumenter.begin(), content.dokumenter.end(),
                                 [&](const auto& document) { return document.filnavn == file.filename; });
    const auto index = static_cast<std::size_t>(at - content.dokumenter.begin());
    if (at == content.dokumenter.end() || has_bytes[index]) {
      faults.push_back({"/dokumenter", "En vedlagt fil er ikke nevnt i metadata, eller er lagt ved to ganger."});
      continue;
    }
    adopt(*at, *file.document, index, faults);
    has_bytes[index] = true;
    kept.push_back(std::move(file.document));
  }
  for (std::size_t i = 0; i < content.dokumenter.size(); ++i) {
    const auto& document = content.dokumenter[i];
    if (has_bytes[i] || document.sjekksum || !document.url.empty()) continue;
    faults.push_back(
        {pointer_of(i, "filnavn"), "Dokumentet er verken lagt ved, lastet opp på forhånd eller gitt med adresse."});
  }
  if (!faults.empty()) return Failure(document_faults(std::move(faults)));
  return kept;
}

namespace {

/// Size of a document that the message only names by its hash; empty when this source may not refer to it.
std::optional<std::uint64_t> size_of_claimed(sql::Transaction& tx, const model::Sha256& sha256,
                                             const model::SourceName& source,
                                             const std::vector<std::shared_ptr<ports::PendingDocument>>& kept) {
  const auto along =
      std::find_if(kept.begin(), kept.end(), [&](const auto& pending) { return pending->sha256() == sha256; });
  if (along != kept.end()) return (*along)->size();
  const auto rows = tx.query<std::int64_t>("SELECT size FROM document WHERE sha256 = :1", sha256.hex());
  if (rows.empty() || !store::may_refer_to(tx, source, sha256)) return std::nullopt;
  return static_cast<std::uint64_t>(std::get<0>(rows.front()));
}

}  // namespace

Result<void> resolve_claims(sql::Transaction& tx, model::SubmissionContent& content, const model::SourceName& source,
                            const std::vector<std::shared_ptr<ports::PendingDocument>>& kept) {
  std::vector<FieldError> faults;
  for (std::size_t i = 0; i < content.dokumenter.size(); ++i) {
    auto& document = content.dokumenter[i];
    if (!document.url.empty() || !document.sjekksum) continue;
    const auto size = size_of_claimed(tx, *document.sjekksum, source, kept);
    if (!size) {
      faults.push_back(
          {pointer_of(i, "sjekksum"), "Dokumentet er ikke lastet opp av dette systemet. Last det opp først."});
    } else {
      check_size(document, *size, i, faults);
    }
  }
  if (!faults.empty()) return Failure(document_faults(std::move(faults)));
  return {};
}

}  // namespace fangst::intake

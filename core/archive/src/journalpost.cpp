#include "journalpost.hpp"

#include "numbering.hpp"
#include "tables.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::archive {
namespace {

Error document_missing(const std::string& title_free_detail) {
  return {ErrorKind::corrupt, "arkiv.dokument_mangler", "archive.capture",
          PublicText{"Et av dokumentene finnes ikke i lageret. Send innsendingen på nytt fra fagsystemet."},
          PrivateDetail{title_free_detail}};
}

/// Before dispatch: incoming is registered by the system (M, for the archive service to make J), own production is
/// finished by the case worker (R).
std::string initial_status(const std::string& journalposttype) { return journalposttype == "I" ? "M" : "R"; }

void insert_head(sql::Transaction& tx, audit::RowDigest& digest, const model::Submission& submission,
                 const SaksmappeRow& mappe, const ports::ArchivedRecord& record) {
  const auto& post = submission.content.journalpost;
  const auto skjerming = post.skjerming.value_or(model::Skjerming{});
  const auto shield = [&](const std::string& text) { return post.skjerming ? std::optional(text) : std::nullopt; };
  const bool incoming = post.journalposttype == "I";
  journalposter().insert(
      tx, digest,
      {{"system_id", record.journalpost_system_id},
       {"saksmappe", mappe.system_id},
       {"kilde", submission.source.str()},
       {"kildenoekkel", submission.content.external_key.str()},
       {"fagsystem", post.ekstern_noekkel.fagsystem},
       {"noekkel", post.ekstern_noekkel.noekkel},
       {"journalaar", record.journalaar},
       {"journalsekvensnummer", record.journalsekvensnummer},
       {"journalpostnummer", record.journalpostnummer},
       {"journalposttype", post.journalposttype},
       {"journalstatus", initial_status(post.journalposttype)},
       {"journaldato", norwegian_date(tx.now())},
       {"tittel", post.tittel},
       {"offentlig_tittel", post.offentlig_tittel},
       {"dokumentets_dato", date_column(post.dokumentets_dato)},
       {"mottatt_dato", incoming ? std::optional(model::to_millis(submission.received_at)) : std::nullopt},
       {"forfallsdato", date_column(post.forfallsdato)},
       {"administrativ_enhet", post.administrativ_enhet},
       {"saksbehandler", post.saksbehandler},
       {"tilgangsrestriksjon", shield(skjerming.tilgangsrestriksjon)},
       {"skjermingshjemmel", shield(skjerming.skjermingshjemmel)},
       {"skjerming_opphoerer_dato", date_column(skjerming.skjerming_opphoerer_dato)},
       {"opprettet_dato", model::to_millis(tx.now())},
       {"opprettet_av", author_of(submission)}});
}

void insert_parties(sql::Transaction& tx, audit::RowDigest& digest, const model::Submission& submission,
                    const std::string& journalpost) {
  int order = 0;
  for (const auto& part : submission.content.journalpost.korrespondansepart) {
    const auto line = [&](std::string model::Adresse::*field) {
      return part.adresse ? std::optional((*part.adresse).*field) : std::nullopt;
    };
    using A = model::Adresse;
    korrespondanseparter().insert(tx, digest,
                                  {{"journalpost", journalpost},
                                   {"rekkefoelge", ++order},
                                   {"korrespondanseparttype", part.korrespondanseparttype},
                                   {"navn", part.navn},
                                   {"personidentifikator", part.personidentifikator.reveal()},
                                   {"organisasjonsnummer", part.organisasjonsnummer},
                                   {"adresselinje1", line(&A::adresselinje1)},
                                   {"adresselinje2", line(&A::adresselinje2)},
                                   {"adresselinje3", line(&A::adresselinje3)},
                                   {"postnummer", line(&A::postnummer)},
                                   {"poststed", line(&A::poststed)},
                                   {"landkode", line(&A::landkode)},
                                   {"forsendelsesmaate", part.forsendelsesmaate},
                                   {"er_skjermet", part.er_skjermet}});
  }
}

/// One dokumentbeskrivelse: a document, with the variants it was sent in.
using Variants = std::vector<const model::Dokument*>;

/// A registrering has one hoveddokument (M217): all that are marked H are variants of it. What is told of them all is
/// that of the first.
std::vector<Variants> group_by_document(const std::vector<model::Dokument>& documents) {
  std::vector<Variants> groups;
  std::optional<std::size_t> main;
  for (const auto& document : documents) {
    const bool is_main = document.tilknyttet_registrering_som == "H";
    if (is_main && main) {
      groups[*main].push_back(&document);
      continue;
    }
    if (is_main) main = groups.size();
    groups.push_back({&document});
  }
  return groups;
}

/// Writes the rows of one journalpost's documents.
class DocumentRows {
 public:
  DocumentRows(sql::Transaction& tx, audit::RowDigest& digest, const model::Submission& submission,
               std::string journalpost)
      : tx_(tx), digest_(digest), journalpost_(std::move(journalpost)), author_(author_of(submission)) {}

  Result<void> insert(const Variants& variants, int number) {
    const auto& first = *variants.front();
    const auto description = crypto::uuid_v7(tx_.now());
    dokumentbeskrivelser().insert(tx_, digest_,
                                  {{"system_id", description},
                                   {"journalpost", journalpost_},
                                   {"dokumentnummer", number},
                                   {"tilknyttet_registrering_som", first.tilknyttet_registrering_som},
                                   {"dokumenttype", first.dokumenttype},
                                   {"dokumentstatus", "F"},
                                   {"tittel", first.tittel},
                                   {"opprettet_dato", now_},
                                   {"opprettet_av", author_},
                                   {"tilknyttet_dato", now_},
                                   {"tilknyttet_av", author_}});
    auto sorted = variants;  // as they are read back
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return a->variantformat < b->variantformat; });
    for (const auto* variant : sorted) FANGST_CHECK(insert_object(*variant, description));
    return {};
  }

 private:
  Result<void> insert_object(const model::Dokument& document, const std::string& description) {
    if (!document.sjekksum) return Failure(document_missing("a document has no bytes"));
    const auto sha256 = document.sjekksum->hex();
    const auto stored = tx_.query<std::int64_t>("SELECT size FROM document WHERE sha256 = :1", sha256);
    if (stored.empty()) return Failure(document_missing("sha256 " + sha256));
    dokumentobjekter().insert(tx_, digest_,
                              {{"system_id", crypto::uuid_v7(tx_.now())},
                               {"dokumentbeskrivelse", description},
                               {"versjonsnummer", 1},
                               {"variantformat", document.variantformat},
                               {"filnavn", document.filnavn},
                               {"mime_type", document.mime_type},
                               {"sjekksum", sha256},
                               {"sjekksum_algoritme", "SHA-256"},
                               {"filstoerrelse", std::get<0>(stored.front())},
                               {"opprettet_dato", now_},
                               {"opprettet_av", author_}});
    return {};
  }

  sql::Transaction& tx_;
  audit::RowDigest& digest_;
  std::string journalpost_, author_;
  std::int64_t now_ = model::to_millis(tx_.now());
};

}  // namespace

std::optional<ports::ArchivedRecord> find_journalpost(sql::Transaction& tx, const model::Submission& submission) {
  const auto rows = tx.query<std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(
      "SELECT system_id, saksmappe, journalaar, journalsekvensnummer, journalpostnummer FROM journalpost "
      "WHERE kilde = :1 AND kildenoekkel = :2",
      submission.source.str(), submission.content.external_key.str());
  if (rows.empty()) return std::nullopt;
  const auto& [system_id, mappe, aar, sekvens, number] = rows.front();
  const auto sak = tx.query<std::int64_t, std::int64_t>(
      "SELECT saksaar, sakssekvensnummer FROM saksmappe WHERE system_id = :1", mappe);
  const auto& [saksaar, sakssekvens] = sak.at(0);
  return ports::ArchivedRecord{mappe, static_cast<int>(saksaar), sakssekvens, system_id, static_cast<int>(aar), sekvens,
                               number};
}

Result<ports::ArchivedRecord> insert_journalpost(sql::Transaction& tx, const model::Submission& submission,
                                                 const SaksmappeRow& mappe, const model::StepName& step) {
  const int year = noark_year(tx.now());
  const ports::ArchivedRecord record{mappe.system_id,           mappe.saksaar, mappe.sakssekvensnummer,
                                     crypto::uuid_v7(tx.now()), year,          next_number(tx, "journal", year),
                                     mappe.journalpostnummer};
  audit::RowDigest digest;
  insert_head(tx, digest, submission, mappe, record);
  insert_parties(tx, digest, submission, record.journalpost_system_id);
  DocumentRows documents(tx, digest, submission, record.journalpost_system_id);
  int number = 0;
  for (const auto& variants : group_by_document(submission.content.dokumenter)) {
    FANGST_CHECK(documents.insert(variants, ++number));
  }
  audit::append(tx, {"archive.journalpost", submission.id.str(), submission.source.str(), audit::actor_of(step),
                     nlohmann::json{{"journalpost", record.journalpost_system_id}, {"rows", digest.hex()}}.dump()});
  return record;
}

}  // namespace fangst::archive

#include "saksmappe.hpp"

#include "numbering.hpp"
#include "tables.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

namespace fangst::archive {
namespace {

Error closed_case() {
  return {ErrorKind::conflict, "arkiv.sak_avsluttet", "archive.capture",
          PublicText{"Saken er avsluttet i arkivet (Noark 3.2.4). Arkivtjenesten må åpne den før mer kan arkiveres."}};
}

void insert_classes_and_parties(sql::Transaction& tx, audit::RowDigest& digest, const std::string& system_id,
                                const model::Saksmappe& sak) {
  int order = 0;
  for (const auto& klasse : sak.klassifikasjon) {
    klassifikasjoner().insert(tx, digest,
                              {{"saksmappe", system_id},
                               {"rekkefoelge", ++order},
                               {"klassifikasjonssystem", klasse.klassifikasjonssystem},
                               {"klasse_id", klasse.klasse_id},
                               {"tittel", klasse.tittel},
                               {"er_skjermet", klasse.er_skjermet}});
  }
  order = 0;
  for (const auto& part : sak.part) {
    parter().insert(tx, digest,
                    {{"saksmappe", system_id},
                     {"rekkefoelge", ++order},
                     {"navn", part.navn},
                     {"rolle", part.rolle},
                     {"personidentifikator", part.personidentifikator.reveal()},
                     {"organisasjonsnummer", part.organisasjonsnummer},
                     {"er_skjermet", part.er_skjermet}});
  }
}

SaksmappeRow create(sql::Transaction& tx, const model::Submission& submission, const model::StepName& step) {
  const auto& sak = submission.content.sak;
  SaksmappeRow row{crypto::uuid_v7(tx.now()), noark_year(tx.now()), 0, 1};
  row.sakssekvensnummer = next_number(tx, "sak", row.saksaar);
  const auto skjerming = sak.skjerming.value_or(model::Skjerming{});
  const auto shield = [&](const std::string& text) { return sak.skjerming ? std::optional(text) : std::nullopt; };
  audit::RowDigest digest;
  saksmapper().insert(tx, digest,
                      {{"system_id", row.system_id},
                       {"fagsystem", sak.ekstern_noekkel.fagsystem},
                       {"noekkel", sak.ekstern_noekkel.noekkel},
                       {"saksaar", row.saksaar},
                       {"sakssekvensnummer", row.sakssekvensnummer},
                       {"saksdato", norwegian_date(tx.now())},
                       {"saksstatus", "B"},
                       {"tittel", sak.tittel},
                       {"offentlig_tittel", sak.offentlig_tittel},
                       {"arkivdel", sak.arkivdel},
                       {"mappetype", sak.mappetype},
                       {"administrativ_enhet", sak.administrativ_enhet},
                       {"saksansvarlig", sak.saksansvarlig},
                       {"tilgangsrestriksjon", shield(skjerming.tilgangsrestriksjon)},
                       {"skjermingshjemmel", shield(skjerming.skjermingshjemmel)},
                       {"skjerming_opphoerer_dato", date_column(skjerming.skjerming_opphoerer_dato)},
                       {"opprettet_dato", model::to_millis(tx.now())},
                       {"opprettet_av", author_of(submission)}});
  insert_classes_and_parties(tx, digest, row.system_id, sak);
  audit::append(tx, {"archive.saksmappe", submission.id.str(), submission.source.str(), audit::actor_of(step),
                     nlohmann::json{{"saksmappe", row.system_id}, {"rows", digest.hex()}}.dump()});
  return row;
}

}  // namespace

Result<SaksmappeRow> find_or_create_saksmappe(sql::Transaction& tx, const model::Submission& submission,
                                              const model::StepName& step) {
  const auto& key = submission.content.sak.ekstern_noekkel;
  const auto rows = tx.query<std::string, std::int64_t, std::int64_t, std::string, std::int64_t>(
      "UPDATE saksmappe SET neste_journalpostnummer = neste_journalpostnummer + 1 WHERE fagsystem = :1 AND noekkel = "
      ":2 "
      "RETURNING system_id, saksaar, sakssekvensnummer, saksstatus, neste_journalpostnummer",
      key.fagsystem, key.noekkel);
  if (rows.empty()) return create(tx, submission, step);
  const auto& [system_id, saksaar, sekvens, status, next] = rows.front();
  if (status == "A" || status == "U") return Failure(closed_case());
  return SaksmappeRow{system_id, static_cast<int>(saksaar), sekvens, next - 1};
}

std::string author_of(const model::Submission& submission) { return "Fangst/" + submission.source.str(); }

std::optional<std::string> date_column(const std::optional<model::Date>& date) {
  if (!date) return std::nullopt;
  return model::to_string(*date);
}

}  // namespace fangst::archive

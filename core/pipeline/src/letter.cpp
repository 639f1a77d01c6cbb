#include <fangst/crypto/random.hpp>
#include <fangst/pipeline/letter.hpp>

namespace fangst::pipeline {

ports::OutgoingLetter compose_letter(const model::Submission& submission, const model::Letter& letter, bool is_paper,
                                     const Sender& sender) {
  const auto& content = submission.content;
  const auto& journalpost = content.journalpost;
  const bool is_shielded = journalpost.skjerming.has_value() || content.sak.skjerming.has_value();
  ports::OutgoingLetter outgoing;
  outgoing.key = letter.id;
  outgoing.skjermet = is_shielded;
  outgoing.channel = letter.channel.value_or(model::Channel{});
  outgoing.is_paper = is_paper;
  // A shielded record without a public title says nothing of itself in a notice.
  outgoing.tittel = !journalpost.offentlig_tittel.empty() ? journalpost.offentlig_tittel
                    : is_shielded                         ? "Brev fra " + sender.navn
                                                          : journalpost.tittel;
  outgoing.mottaker = journalpost.korrespondansepart.at(static_cast<std::size_t>(letter.part_no));
  outgoing.retur = sender.adresse;
  outgoing.avsender_navn = sender.navn;
  for (const auto& document : content.dokumenter) {
    if (document.variantformat != "A" || !document.sjekksum || !document.filstoerrelse) continue;
    const auto name = std::to_string(outgoing.dokumenter.size());
    outgoing.dokumenter.push_back({crypto::uuid_v5(letter.id.str(), name), document.tittel, document.filnavn,
                                   document.mime_type, *document.sjekksum, *document.filstoerrelse});
  }
  return outgoing;
}

Error no_dispatcher(const model::Channel& channel) {
  return {ErrorKind::internal, "send.ingen_avtale", "pipeline.letter",
          PublicText{"Kommunen er ikke satt opp med denne kanalen. Drift må legge den inn i oppsettet."},
          PrivateDetail{channel.str()}};
}

}  // namespace fangst::pipeline

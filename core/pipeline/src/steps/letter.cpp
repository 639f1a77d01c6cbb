#include "letter.hpp"

#include <fangst/crypto/random.hpp>

namespace fangst::pipeline {

ports::Letter make_letter(const model::Submission& submission, const model::Delivery& delivery, const Sender& sender) {
  const auto& content = submission.content;
  const auto& journalpost = content.journalpost;
  const bool is_shielded = journalpost.skjerming.has_value() || content.sak.skjerming.has_value();
  ports::Letter letter;
  letter.key = delivery.id;
  letter.skjermet = is_shielded;
  letter.channel = delivery.channel.value_or(model::Channel::svarut);
  // A shielded record without a public title says nothing of itself in a notice.
  letter.tittel = !journalpost.offentlig_tittel.empty() ? journalpost.offentlig_tittel
                  : is_shielded                         ? "Brev fra " + sender.navn
                                                        : journalpost.tittel;
  letter.mottaker = journalpost.korrespondansepart.at(static_cast<std::size_t>(delivery.part_no));
  letter.retur = sender.adresse;
  letter.avsender_navn = sender.navn;
  for (const auto& document : content.dokumenter) {
    if (document.variantformat != "A" || !document.sjekksum || !document.filstoerrelse) continue;
    const auto name = std::to_string(letter.dokumenter.size());
    letter.dokumenter.push_back({crypto::uuid_v5(delivery.id.str(), name), document.tittel, document.filnavn,
                                 document.mime_type, *document.sjekksum, *document.filstoerrelse});
  }
  return letter;
}

Route route_of(const Dispatchers& dispatchers, model::Channel channel) {
  const bool digipost = channel == model::Channel::digipost || channel == model::Channel::digipost_print;
  return digipost ? Route{dispatchers.digipost, dispatchers.digipost_component}
                  : Route{dispatchers.svarut, dispatchers.svarut_component};
}

Error no_dispatcher(model::Channel channel) {
  return {ErrorKind::internal, "send.ingen_avtale", "send",
          PublicText{"Kommunen er ikke satt opp med denne kanalen. Drift må legge den inn i oppsettet."},
          PrivateDetail{std::string(to_string(channel))}};
}

}  // namespace fangst::pipeline

#include "hendelse_reader.hpp"

#include <fangst/codec/cloud_event.hpp>
#include <fangst/codec/file_reference.hpp>
#include <fangst/codec/party_fields.hpp>
#include <fangst/codec/text_checks.hpp>

#include <algorithm>

namespace fangst::visma {
namespace {

using codec::JsonObject;
using codec::Need;

constexpr std::size_t kTitle = 300, kName = 200, kCode = 50;
constexpr std::size_t kMaxFiles = 500, kMaxRecipients = 200;

class HendelseReader {
 public:
  HendelseReader(const ports::SourceProfile& source, Hendelse& to) : source_(source), to_(to) {}

  void read(JsonObject& in) {
    const auto event = codec::read_cloud_event(in, source_.settings.text("hendelseskilde"));
    to_.fag = find_fag(event.type);
    if (!to_.fag && !event.type.empty()) {
      in.fault("type", "Hendelsestypen er ukjent. Her tas imot no.kommune.<fag>.dokument.ferdigstilt.v1.");
    }
    in.object("data", Need::required, [this](JsonObject& data) { read_data(data); });
  }

 private:
  void read_data(JsonObject& in) {
    read_tenant(in);
    in.object("sak", Need::required, [this](JsonObject& o) { read_sak(o); });
    in.object("gjelder", Need::required, [this](JsonObject& o) { read_gjelder(o); });
    in.object("dokument", Need::required, [this](JsonObject& o) { read_dokument(o); });
    in.each("mottakere", kMaxRecipients, Need::optional,
            [this](JsonObject& o) { to_.mottakere.push_back(read_mottaker(o)); });
    in.object("avsender", Need::optional, [this](JsonObject& o) { to_.avsender = read_mottaker(o).part; });
    in.object("taushetsplikt", Need::required, [this](JsonObject& o) { read_taushetsplikt(o); });
    check_direction(in);
  }

  void read_tenant(JsonObject& in) const {
    const auto tenant = in.text("tenant", kCode, Need::required);
    const auto& expected = source_.settings.text("kommunenr");
    if (!tenant.empty() && !expected.empty() && tenant != expected) {
      in.fault("tenant", "Hendelsen gjelder en annen kommune enn den som er satt opp for kilden.");
    }
  }

  void read_sak(JsonObject& in) {
    to_.sak.id = in.checked("id", 200, Need::required, codec::fault_of_external_key);
    to_.sak.type = in.text("type", kCode);
    to_.sak.tittel = in.text("tittel", 200);
    to_.sak.enhet = in.text("enhet", kName);
    to_.sak.saksbehandler = in.text("saksbehandler", kName);
    in.date("opprettet");
    in.text("status", kCode);
  }

  void read_gjelder(JsonObject& in) {
    to_.gjelder.fnr = codec::read_foedselsnummer(in, "fnr", Need::required, source_.realm);
    const auto first = in.text("fornavn", 80, Need::required);
    to_.gjelder.navn = first + ' ' + in.text("etternavn", 80, Need::required);
    in.text("rolle", kCode);
  }

  void read_dokument(JsonObject& in) {
    to_.dokument_key = in.checked("id", 180, Need::required, codec::fault_of_external_key);
    const auto version = in.number("versjon", 1, 1'000'000).value_or(1);
    if (version > 1) to_.dokument_key += "/v" + std::to_string(version);
    to_.retning = in.code("retning", {"UT", "INN", "INT"}, Need::required);
    to_.dato = in.date("dato", Need::required).value_or(model::Date{});
    to_.dokument_tittel = in.text("tittel", kTitle, Need::required);
    in.text("signertAv", kName);
    read_kind(in);
    in.each("filer", kMaxFiles, Need::required, [this](JsonObject& o) { read_fil(o); });
    const auto& filer = to_.filer;
    const auto is_main = [](const auto& fil) { return fil.tilknyttet_registrering_som == "H"; };
    const auto main_files = std::count_if(filer.begin(), filer.end(), is_main);
    if (!filer.empty() && main_files != 1) in.fault("filer", "Nøyaktig én fil skal ha rollen HOVEDDOKUMENT.");
  }

  void read_kind(JsonObject& in) {
    const auto type = in.text("type", kCode, Need::required);
    const auto& our_code = source_.settings.text("dokumenttype.<kode>", type);
    to_.kind = find_dokument_kind(our_code.empty() ? type : our_code);
    if (!to_.kind && !type.empty()) {
      in.fault("type", "Dokumenttypen er ukjent. Be drift legge den inn i kildens tabell (dokumenttype.<kode>).");
    }
  }

  void read_fil(JsonObject& in) {
    auto fil = codec::read_file_reference(in, to_.filer);
    fil.tittel = in.text("tittel", kTitle);
    const auto rolle = in.code("rolle", {"HOVEDDOKUMENT", "VEDLEGG"}, Need::required);
    fil.tilknyttet_registrering_som = rolle == "HOVEDDOKUMENT" ? "H" : "V";
    to_.filer.push_back(std::move(fil));
  }

  Hendelse::Mottaker read_mottaker(JsonObject& in) const {
    return {codec::read_aktoer(in, source_.realm), in.text("relasjon", kCode)};
  }

  void read_taushetsplikt(JsonObject& in) {
    const auto flag = in.flag("unntattOffentlighet");
    if (!in.has("unntattOffentlighet")) in.fault("unntattOffentlighet", "Feltet mangler.");
    to_.is_shielded = flag.value_or(true);
    to_.hjemmel = in.text("hjemmel", 300, to_.is_shielded ? Need::required : Need::optional);
    if (flag == false && source_.requires_skjerming) {
      in.fault("unntattOffentlighet", "Kilden er satt opp som skjermet. Oppgi true og hjemmelen for det.");
    }
  }

  void check_direction(JsonObject& in) const {
    if (to_.retning == "UT" && to_.mottakere.empty()) {
      in.fault("mottakere", "Et utgående dokument skal ha minst én mottaker.");
    }
    if ((to_.retning == "INN" || to_.retning == "INT") && !to_.mottakere.empty()) {
      in.fault("mottakere", "Bare utgående dokumenter (UT) har mottakere.");
    }
    if (to_.retning == "INN" && !in.has("avsender")) in.fault("avsender", "Et inngående dokument skal ha avsender.");
    if ((to_.retning == "UT" || to_.retning == "INT") && in.has("avsender")) {
      in.fault("avsender", "Bare inngående dokumenter (INN) har avsender.");
    }
  }

  const ports::SourceProfile& source_;
  Hendelse& to_;
};

}  // namespace

Result<Hendelse> read_hendelse(std::string_view message, const ports::SourceProfile& source) {
  Hendelse hendelse;
  HendelseReader reader(source, hendelse);
  FANGST_CHECK(codec::read_json(message, codec::Trust::outside, "visma", [&](JsonObject& in) { reader.read(in); }));
  return hendelse;
}

}  // namespace fangst::visma

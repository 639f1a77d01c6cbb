#include "hendelse_reader.hpp"

#include <fangst/codec/cloud_event.hpp>
#include <fangst/codec/file_reference.hpp>
#include <fangst/codec/party_fields.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <algorithm>
#include <array>

namespace fangst::norkart {
namespace {

using codec::JsonObject;
using codec::Need;

constexpr std::size_t kTitle = 300, kName = 200, kCode = 50;
constexpr std::size_t kMaxAvvik = 100, kMaxAttachments = 200;
constexpr std::size_t kMaxAvvikInKey = 20;

constexpr std::array kKinds{
    EventKind{"no.kommune.brannvern.tilsyn.utfort.v1", "tilsyn.utfort", "U", "Tilsynsrapport", "TILSYN",
              "tilsynsrapport"},
    EventKind{"no.kommune.brannvern.avvik.lukket.v1", "avvik.lukket", "I", "Avvik lukket", "KORR", "dokumentasjon"},
    EventKind{"no.kommune.brannvern.palegg.fattet.v1", "palegg.fattet", "U", "Pålegg", "VEDTAK", "vedtak"},
};

const EventKind* find_kind(std::string_view type) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [type](const auto& kind) { return kind.type == type; });
  return found == kKinds.end() ? nullptr : &*found;
}

/// Categories are codes; they stand in the public title.
std::string_view fault_of_kategori(std::string_view kategori) {
  const auto is_code = [](char c) { return text::is_upper(c) || text::is_digit(c) || c == '_' || c == '-'; };
  if (text::all_of(kategori, is_code) && !text::contains_foedselsnummer(kategori)) return {};
  return "Kategorien er en kode med store bokstaver A-Z, for eksempel SKORSTEIN.";
}

class HendelseReader {
 public:
  HendelseReader(const ports::SourceProfile& source, Hendelse& to) : source_(source), to_(to) {}

  void read(JsonObject& in) {
    const auto event = codec::read_cloud_event(in, source_.settings.text("hendelseskilde"));
    to_.kind = find_kind(event.type);
    if (to_.kind == nullptr && !event.type.empty()) in.fault("type", fault_of_type(event.type));
    in.object("data", Need::required, [this](JsonObject& data) { read_data(data); });
  }

 private:
  static std::string_view fault_of_type(std::string_view type) {
    if (type.starts_with("no.kommune.brannvern.feiing.")) {
      return "Varsel og logg om feiing arkiveres ikke som journalpost. Send bare tilsyn, avvik og pålegg hit.";
    }
    return "Hendelsestypen er ukjent. Her tas imot tilsyn.utfort, avvik.lukket og palegg.fattet under "
           "no.kommune.brannvern, versjon v1.";
  }

  void read_data(JsonObject& in) {
    to_.oppdrag_id = in.checked("oppdragId", 60, Need::required, codec::fault_of_external_key);
    to_.versjon = in.number("versjon", 1, 1'000'000).value_or(1);
    in.text("oppdragstype", kCode);
    to_.utfort = in.date("utfortDato", Need::required).value_or(model::Date{});
    to_.utfort_av = in.text("utfortAv", kName);
    in.object("eiendom", Need::required,
              [this](JsonObject& o) { to_.eiendom = read_eiendom(o, source_.settings.texts("kommunenr")); });
    in.object("eier", Need::required, [this](JsonObject& o) { to_.eier = codec::read_aktoer(o, source_.realm); });
    const auto resultat = in.code("resultat", {"AVVIK", "INGEN_AVVIK"});
    in.each("avvik", kMaxAvvik, Need::optional, [this](JsonObject& o) { read_avvik(o); });
    in.object("rapport", Need::required, [this](JsonObject& o) { read_fil(o); });
    in.each("vedlegg", kMaxAttachments, Need::optional, [this](JsonObject& o) { read_fil(o); });
    check_avvik(in, resultat);
  }

  void read_avvik(JsonObject& in) {
    Hendelse::Avvik avvik;
    avvik.nr = in.number("nr", 1, 9'999, Need::required).value_or(0);
    avvik.kategori = in.checked("kategori", kCode, Need::required, fault_of_kategori);
    in.lines("beskrivelse", 4000, Need::required);
    avvik.frist = in.date("frist");
    in.text("hjemmel", 300);
    const auto is_same = [&avvik](const auto& other) { return other.nr == avvik.nr && avvik.nr != 0; };
    if (std::any_of(to_.avvik.begin(), to_.avvik.end(), is_same)) in.fault("nr", "Nummeret er brukt to ganger.");
    to_.avvik.push_back(std::move(avvik));
  }

  void read_fil(JsonObject& in) {
    auto fil = codec::read_file_reference(in, to_.filer);
    fil.tittel = in.text("tittel", kTitle, Need::required);
    to_.filer.push_back(std::move(fil));
  }

  void check_avvik(JsonObject& in, std::string_view resultat) const {
    const auto& avvik = to_.avvik;
    if (resultat == "AVVIK" && avvik.empty() && to_.kind != nullptr && to_.kind->name == "tilsyn.utfort")
      in.fault("avvik", "Resultatet er AVVIK, men ingen avvik er oppgitt.");
    if (resultat == "INGEN_AVVIK" && !avvik.empty())
      in.fault("avvik", "Resultatet er INGEN_AVVIK, men avvik er oppgitt.");
    if (to_.kind == nullptr || to_.kind->name == "tilsyn.utfort") return;
    if (avvik.empty()) in.fault("avvik", "Oppgi hvilke avvik hendelsen gjelder.");
    if (avvik.size() > kMaxAvvikInKey)
      in.fault("avvik", "Hendelsen gjelder for mange avvik. Del den opp, med høyst 20 i hver.");
    const auto has_frist = [](const auto& one) { return one.frist.has_value(); };
    if (to_.kind->name == "palegg.fattet" && !avvik.empty() && std::none_of(avvik.begin(), avvik.end(), has_frist)) {
      in.fault("avvik", "Et pålegg skal ha frist på minst ett avvik.");
    }
  }

  const ports::SourceProfile& source_;
  Hendelse& to_;
};

}  // namespace

Result<Hendelse> read_hendelse(std::string_view message, const ports::SourceProfile& source) {
  Hendelse hendelse;
  HendelseReader reader(source, hendelse);
  FANGST_CHECK(codec::read_json(message, codec::Trust::outside, "norkart", [&](JsonObject& in) { reader.read(in); }));
  return hendelse;
}

}  // namespace fangst::norkart

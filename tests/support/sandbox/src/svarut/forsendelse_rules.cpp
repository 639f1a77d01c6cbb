#include "svarut/forsendelse_rules.hpp"

#include "shared/call.hpp"
#include "shared/identity_numbers.hpp"
#include "shared/times.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

constexpr std::uint64_t kPrintLimit = 350ULL << 20U;
constexpr const char* kPdf = "application/pdf";

using Wrong = std::optional<SvarUtError>;

Wrong wrong(const std::string& pointer, const std::string& message) {
  return SvarUtError{400, "UGYLDIG_FORSENDELSE", "Ugyldig innhold: " + message, {{pointer, message}}};
}

bool flag(const json& object, const char* name) { return object.value(name, false); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

bool is_person(const std::string& id) { return classify_identity(id) == IdentityKind::tenor; }

Wrong check_recipients(const json& f, ForsendelseKind kind) {
  if (kind == ForsendelseKind::print) return {};
  const auto id = f.at("mottaker").at("digitalId").get<std::string>();
  if (kind == ForsendelseKind::person && !is_person(id)) {
    return wrong("/mottaker/digitalId", "digitalId er ikke et gyldig fødselsnummer eller D-nummer");
  }
  if (kind == ForsendelseKind::organisasjon && !is_orgnr(id)) {
    return wrong("/mottaker/digitalId", "digitalId er ikke et gyldig organisasjonsnummer");
  }
  for (const auto& other : f.value("eksponertFor", json::array())) {
    const auto text = other.get<std::string>();
    if (!is_person(text) && !is_orgnr(text)) return wrong("/eksponertFor", "ugyldig fødselsnummer/organisasjonsnummer");
  }
  return {};
}

Wrong check_names(const json& documents) {
  std::set<std::string> seen;
  for (const auto& document : documents) {
    const auto name = document.at("filnavn").get<std::string>();
    if (name.find_first_of("*:\"\\/<>|?") != std::string::npos)
      return wrong("/dokumenter", "filnavn har ulovlige tegn");
    if (!seen.insert(lower(name)).second) return wrong("/dokumenter", "filnavn må være unike i forsendelsen");
  }
  return {};
}

Wrong check_print_side(const json& f, const json& documents, ForsendelseKind kind) {
  for (const auto& document : documents) {
    const bool is_pdf = media_type(document.at("mimeType").get<std::string>()) == kPdf;
    if (kind == ForsendelseKind::print && !is_pdf) return wrong("/dokumenter", "bare application/pdf kan skrives ut");
    if (!is_pdf && !flag(f, "kunDigitalLevering") && !flag(document, "skalEkskluderesFraUtskrift")) {
      return wrong("/dokumenter", "filer som ikke er PDF må ha skalEkskluderesFraUtskrift");
    }
  }
  return {};
}

Wrong check_signing(const json& f, const json& documents, TimePoint now) {
  const auto signs = [](const json& document) { return flag(document, "skalSigneres"); };
  const auto count = std::count_if(documents.begin(), documents.end(), signs);
  if (count == 0 && !f.contains("signering")) return {};
  if (count != 1 || !f.contains("signering")) {
    return wrong("/signering", "signering og nøyaktig ett dokument med skalSigneres hører sammen");
  }
  const auto document = std::find_if(documents.begin(), documents.end(), signs);
  if (media_type(document->at("mimeType").get<std::string>()) != kPdf) {
    return wrong("/dokumenter", "dokumentet som skal signeres må være PDF");
  }
  const auto until = parse_time(f.at("signering").at("signeringUtloper").get<std::string>());
  if (!until || *until < now + std::chrono::days(1)) {
    return wrong("/signering/signeringUtloper", "signeringUtloper må være minst én dag frem i tid");
  }
  return {};
}

Wrong check_combinations(const json& f) {
  if (f.value("sikkerhetsniva", "") == "HOYESTE" && !flag(f, "kryptert")) {
    return wrong("/sikkerhetsniva", "sikkerhetsnivå HOYESTE krever at dokumentene er kryptert");
  }
  if (flag(f, "kanSvareViaEdialog") &&
      (!f.contains("svarSendesTil") || f.at("svarSendesTil").at("type") != "ORGANISASJON")) {
    return wrong("/kanSvareViaEdialog", "kanSvareViaEdialog krever svarSendesTil av type ORGANISASJON");
  }
  const auto type = f.value("forsendelsestype", "");
  const auto& types = forsendelsestyper();
  if (!type.empty() && std::find(types.begin(), types.end(), type) == types.end()) {
    return wrong("/forsendelsestype", "forsendelsestypen er ikke definert");
  }
  return {};
}

Wrong check_files(const json& f, const json& documents, const ReceivedForsendelse& received) {
  if (documents.size() != received.files.size())
    return wrong("/dokumenter", "antall filer stemmer ikke med dokumenter");
  std::uint64_t printable = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto& file = received.files[i];
    const auto type = media_type(documents[i].at("mimeType").get<std::string>());
    const std::string pointer = "/dokumenter/" + std::to_string(i);
    if (file.filename != documents[i].at("filnavn"))
      return wrong(pointer, "filene må komme i samme rekkefølge som dokumenter");
    if (!file.content_type.empty() && media_type(file.content_type) != type) {
      return wrong(pointer, "filens Content-Type stemmer ikke med mimeType");
    }
    if (file.size == 0) return wrong(pointer, "Kan ikke lagre tomt dokument");
    // CMS EnvelopedData begins with a SEQUENCE.
    if (flag(f, "kryptert") && file.first_byte != 0x30) return wrong(pointer, "dokumentet er ikke kryptert");
    if (!flag(documents[i], "skalEkskluderesFraUtskrift")) printable += file.size;
  }
  if (!flag(f, "kunDigitalLevering") && printable > kPrintLimit)
    return wrong("/dokumenter", "over 350 MB til utskrift");
  return {};
}

}  // namespace

Wrong check_rules(const json& f, const ReceivedForsendelse& received, TimePoint now) {
  const json documents = f.value("dokumenter", json::array());
  const bool has_links = f.contains("lenker") && !f.at("lenker").empty();
  if (documents.empty() && !has_links) return wrong("/dokumenter", "forsendelsen har ingen dokumenter");
  if (auto bad = check_recipients(f, received.kind)) return bad;
  if (auto bad = check_names(documents)) return bad;
  if (auto bad = check_print_side(f, documents, received.kind)) return bad;
  if (auto bad = check_signing(f, documents, now)) return bad;
  if (auto bad = check_combinations(f)) return bad;
  return check_files(f, documents, received);
}

}  // namespace fangst::sandbox

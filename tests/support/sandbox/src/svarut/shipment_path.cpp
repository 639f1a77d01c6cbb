#include "svarut/shipment_path.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

ShipmentPath accepted(std::string channel, const char* rest) {
  return {std::move(channel), std::string("MOTTATT>AKSEPTERT>") + rest};
}

ShipmentPath rejected() { return {"avvist", "MOTTATT>AVVIST"}; }

/// Found out after the id was given, as SvarUT does: a PDF that is none, or is locked, or a letter that needs paper and
/// has nothing to print or no address.
bool is_spoiled(const json& f, const ReceivedForsendelse& received) {
  if (f.value("kryptert", false)) return false;
  const auto documents = f.value("dokumenter", json::array());
  for (std::size_t i = 0; i < documents.size() && i < received.files.size(); ++i) {
    const bool is_pdf = documents[i].at("mimeType").get<std::string>().starts_with("application/pdf");
    if (is_pdf && (!received.files[i].pdf.is_pdf || received.files[i].pdf.encrypted)) return true;
  }
  return false;
}

bool can_be_printed(const json& f) {
  const auto documents = f.value("dokumenter", json::array());
  return f.at("mottaker").contains("adresse") &&
         std::any_of(documents.begin(), documents.end(),
                     [](const json& document) { return !document.value("skalEkskluderesFraUtskrift", false); });
}

ShipmentPath paper(const json& f) {
  if (f.value("kunDigitalLevering", false)) return accepted("ingen", "IKKE_LEVERT");
  return can_be_printed(f) ? accepted("print", "SENDT_PRINT>PRINTET") : rejected();
}

ShipmentPath to_person(const json& f, const People& people, TimePoint now) {
  const auto person = people.find(f.at("mottaker").at("digitalId").get<std::string>());
  if (!person || !person->may_be_notified(now)) return paper(f);
  const bool has_mailbox = !person->mailbox.empty() && !person->empty_mailbox && !person->empty_certificate;
  if (has_mailbox) return accepted("sdp", "SENDT_SDP>LEVERT_SDP");
  if (person->reads) return accepted("altinn", "VARSLET>LEST");
  if (f.value("kunDigitalLevering", false)) return accepted("altinn", "SENDT_DIGITALT");
  return can_be_printed(f) ? accepted("altinn", "VARSLET>SENDT_PRINT>PRINTET") : accepted("altinn", "VARSLET");
}

}  // namespace

ShipmentPath choose_path(const json& f, const ReceivedForsendelse& received, const People& people, TimePoint now) {
  if (is_spoiled(f, received)) return rejected();
  switch (received.kind) {
    case ForsendelseKind::print:
      return paper(f);
    case ForsendelseKind::organisasjon:
      return accepted("svarinn", "KLAR_FOR_MOTTAK>LEST");
    default:
      return to_person(f, people, now);
  }
}

StatusAt status_at(std::string_view statuses, TimePoint accepted_at, TimePoint now, std::chrono::milliseconds delay) {
  const auto last = std::count(statuses.begin(), statuses.end(), '>');
  const auto passed = delay.count() <= 0 ? last : std::max<std::int64_t>(0, (now - accepted_at) / delay);
  const auto hop = std::min<std::int64_t>(passed, last);
  for (std::int64_t i = 0; i < hop; ++i) statuses.remove_prefix(statuses.find('>') + 1);
  return {statuses.substr(0, statuses.find('>')), accepted_at + hop * delay};
}

}  // namespace fangst::sandbox

#include <fangst/codec/cloud_event.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/text/identity_numbers.hpp>

namespace fangst::codec {

CloudEvent read_cloud_event(JsonObject& in, std::string_view expected_source) {
  CloudEvent event;
  in.code("specversion", {"1.0"}, Need::required);
  event.id = in.checked("id", 200, Need::required, fault_of_external_key);
  event.source = in.text("source", 500, Need::required);
  event.type = in.text("type", 200, Need::required);
  if (!event.source.empty() && !expected_source.empty() && event.source != expected_source) {
    in.fault("source",
             "Hendelsen kommer fra en annen kilde enn den som er satt opp. Kontroller adressen den sendes til.");
  }
  in.checked("time", 40, Need::optional, [](std::string_view time) -> std::string_view {
    return model::parse_timestamp(time) ? ""
                                        : "Tidspunktet skal skrives som i RFC 3339, for eksempel 2026-04-14T08:02:11Z.";
  });
  in.checked("subject", 500, Need::optional, [](std::string_view subject) -> std::string_view {
    return text::contains_foedselsnummer(subject)
               ? "Emnet inneholder et fødselsnummer. Bruk sakens eller eiendommens id."
               : "";
  });
  in.code("datacontenttype", {"application/json"});
  for (const auto* attribute : {"dataschema", "traceparent", "tracestate", "sequence", "partitionkey"})
    in.text(attribute, 500);
  return event;
}

}  // namespace fangst::codec

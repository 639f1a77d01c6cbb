#include <fangst/codec/file_reference.hpp>
#include <fangst/codec/text_checks.hpp>

#include <algorithm>

namespace fangst::codec {

model::Dokument read_file_reference(JsonObject& in, const std::vector<model::Dokument>& earlier) {
  model::Dokument file;
  file.filnavn = in.checked("filnavn", 200, Need::required, fault_of_filnavn);
  file.mime_type = in.checked("mimeType", 201, Need::required, fault_of_mime_type);
  file.url = in.checked("url", 2000, Need::required, fault_of_url);
  const auto hash = in.text("sha256", 64, Need::required);
  file.sjekksum = model::Sha256::from_hex(hash);
  if (!file.sjekksum && !hash.empty()) in.fault("sha256", "Sjekksummen skal være SHA-256 med 64 heksadesimale tegn.");
  file.filstoerrelse = in.number("bytes", 1, 1ULL << 40U);
  const auto has_its_name = [&file](const auto& other) { return other.filnavn == file.filnavn; };
  if (!file.filnavn.empty() && std::any_of(earlier.begin(), earlier.end(), has_its_name)) {
    in.fault("filnavn", "Filnavnet er brukt to ganger. Gi hver fil sitt eget navn.");
  }
  return file;
}

}  // namespace fangst::codec

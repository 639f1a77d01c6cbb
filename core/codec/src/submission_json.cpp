#include "submission_reader.hpp"
#include "submission_writer.hpp"

#include <fangst/codec/json_object.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>

namespace fangst::codec {

std::string to_json(const model::SubmissionContent& content) { return write_submission(content, Purpose::storage); }

Result<model::SubmissionContent> from_json(std::string_view json, model::IdentityRealm realm) {
  model::SubmissionContent content;
  FANGST_CHECK(
      read_json(json, Trust::outside, "innsending", [&](JsonObject& in) { content = read_submission(in, realm); }));
  return content;
}

Result<model::SubmissionContent> from_stored_json(std::string_view json) {
  model::SubmissionContent content;
  const auto read = read_json(json, Trust::own, "innsending",
                              [&](JsonObject& in) { content = read_submission(in, model::IdentityRealm::production); });
  if (read) return content;
  std::string detail = read.error().private_detail();
  for (const auto& field : read.error().fields()) detail += ' ' + field.pointer;
  return Failure(Error(ErrorKind::corrupt, "innsending.lagret_ugyldig", "codec",
                       PublicText{"En lagret innsending kan ikke leses. Kontakt drift."}, PrivateDetail{detail}));
}

model::Sha256 fingerprint(const model::SubmissionContent& content) {
  return crypto::sha256(write_submission(content, Purpose::fingerprint));
}

}  // namespace fangst::codec

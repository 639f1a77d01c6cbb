#include "intake_documents.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/random.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/store/submissions.hpp>
#include <fangst/text/trace_context.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fangst::intake {
namespace {

Error unknown_format(const std::string& format) {
  return {ErrorKind::not_found, "mottak.ukjent_format", "intake",
          PublicText{"Dette systemet er ikke satt opp med formatet. Sjekk adressen, eller be drift åpne for det."},
          PrivateDetail{format}};
}

Error no_pipeline() {
  return Error(ErrorKind::invalid_input, "innsending.ukjent_type", "intake",
               PublicText{"Ingen løype tar imot denne typen fra dette systemet. Sjekk feltet type."})
      .with_fields({{"/type", "Ukjent type for dette systemet."}});
}

Error bad_idempotency_key() {
  return {ErrorKind::invalid_input, "mottak.ugyldig_idempotensnoekkel", "intake",
          PublicText{"Hodet Idempotency-Key kan ha inntil 200 tegn, bare synlige ASCII-tegn."}};
}

bool is_idempotency_key(const std::string& key) {
  return key.size() <= 200 && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Error conflict(const model::Sha256& stored, const model::Sha256& received) {
  return Error(ErrorKind::conflict, std::string(store::kOtherContent), "intake",
               PublicText{
                   "Nøkkelen er brukt før med et annet innhold. Det første er beholdt. Bruk en ny nøkkel for en ny "
                   "versjon."})
      .with_fields(
          {{"/eksternNoekkel", "Lagret innhold: " + stored.hex() + ". Mottatt innhold: " + received.hex() + "."}});
}

/// The unit of ordering: one case of one specialist system.
model::CaseKey case_key_of(const model::SourceName& source, const model::EksternNoekkel& key) {
  return model::CaseKey(source.str() + "|" + key.fagsystem + "|" + key.noekkel);
}

std::string answer_for(const model::Submission& submission) {
  auto documents = nlohmann::json::array();
  for (const auto& document : submission.content.dokumenter) {
    nlohmann::json entry{{"filnavn", document.filnavn}};
    if (document.sjekksum) entry["sha256"] = document.sjekksum->hex();
    if (document.filstoerrelse) entry["size"] = *document.filstoerrelse;
    documents.push_back(std::move(entry));
  }
  return nlohmann::json{{"id", submission.id.str()},
                        {"source", submission.source.str()},
                        {"externalKey", submission.content.external_key.str()},
                        {"state", to_string(model::SubmissionState::in_flight)},
                        {"step", submission.step.str()},
                        {"receivedAt", model::to_rfc3339(submission.received_at)},
                        {"documents", std::move(documents)}}
      .dump();
}

Result<Reply> accept(sql::Transaction& tx, store::Acceptance& acceptance,
                     const std::vector<std::shared_ptr<ports::PendingDocument>>& kept) {
  auto& submission = acceptance.submission;
  FANGST_CHECK(resolve_claims(tx, submission.content, submission.source, kept));
  submission.received_at = tx.now();  // the log's own moment, so that both count it to the same day
  acceptance.answer = answer_for(submission);
  auto outcome = store::accept(tx, acceptance);
  if (outcome.kind == store::AcceptanceOutcome::Kind::conflict) {
    return Failure(conflict(outcome.stored_fingerprint, submission.fingerprint));
  }
  return Reply{outcome.kind == store::AcceptanceOutcome::Kind::repeated, std::move(outcome.answer)};
}

}  // namespace

Intake::Intake(sql::Database& database, ChooseRoute choose_route, std::map<model::SourceName, SourceSettings> sources,
               std::vector<std::unique_ptr<ports::IntakeFormat>> formats, const ports::FileSource& files)
    : database_(database),
      choose_route_(std::move(choose_route)),
      sources_(std::move(sources)),
      formats_(std::move(formats)),
      files_(files) {}

Intake::~Intake() = default;

const ports::IntakeFormat* Intake::find_format(const std::string& name) const {
  for (const auto& format : formats_) {
    if (format->name() == name) return format.get();
  }
  return nullptr;
}

void Intake::submit(Request request, Done done) {
  auto reply = std::make_shared<Result<Reply>>();
  auto write = try_prepare(request, reply);
  if (!write) return refuse(request, std::move(write.error()), std::move(done));
  database_.write_async(std::move(*write), [this, request = std::move(request), reply,
                                            done = std::move(done)](Result<void> written) mutable {
    if (!written) return refuse(request, std::move(written.error()), std::move(done));
    done(std::move(*reply));
  });
}

/// A format that fails in a way of its own harms this message alone, whichever thread it came by (invariant 11).
Result<sql::Write> Intake::try_prepare(Request& request, const std::shared_ptr<Result<Reply>>& reply) {
  try {
    return prepare(request, reply);
  } catch (const std::exception& error) {
    return Failure(Error(ErrorKind::internal, "mottak.uventet", "intake",
                         PublicText{"Noe gikk galt i Fangst. Ingenting er tatt imot. Prøv igjen om litt."},
                         PrivateDetail{error.what()}));
  }
}

Result<sql::Write> Intake::prepare(Request& request, const std::shared_ptr<Result<Reply>>& reply) {
  const auto source = sources_.find(request.source);
  const auto* format = find_format(request.format);
  const auto* profile = source == sources_.end() ? nullptr : source->second.profile_for(request.format);
  if (profile == nullptr || format == nullptr) {
    return Failure(unknown_format(request.format));
  }
  if (!is_idempotency_key(request.idempotency_key)) return Failure(bad_idempotency_key());
  FANGST_TRY(auto parsed, format->parse(request.message, *profile));
  request.external_key = parsed.content.external_key.str();
  const auto route = choose_route_(request.source, parsed.content);
  if (!route) return Failure(no_pipeline());
  FANGST_CHECK(check_addresses(parsed.content, request.source, files_));
  FANGST_TRY(auto kept, tie_documents(parsed.content, parsed.embedded, request.files, database_.documents()));

  auto acceptance = std::make_shared<store::Acceptance>();
  auto& submission = acceptance->submission;
  acceptance->idempotency_key = request.idempotency_key;
  submission.received_at = database_.clock().now();
  submission.id = model::SubmissionId(crypto::uuid_v7(submission.received_at));
  submission.source = request.source;
  submission.format = request.format;
  submission.pipeline = route->pipeline;
  submission.case_key = case_key_of(request.source, parsed.content.sak.ekstern_noekkel);
  submission.traceparent = request.traceparent;
  submission.content = std::move(parsed.content);
  submission.step = route->first;
  // Here and not on the writer thread: a claim, resolved there, adds a size, and documents count by their hash.
  submission.fingerprint = codec::fingerprint(submission.content);
  return sql::Write{kept, [acceptance, kept, reply](sql::Transaction& tx) -> Result<void> {
                      *reply = accept(tx, *acceptance, kept);
                      // A conflict is written down (in the same transaction), so it is no failure of the write.
                      const bool recorded = *reply || reply->error().kind() == ErrorKind::conflict;
                      return recorded ? Result<void>{} : Failure(reply->error());
                    }};
}

void Intake::refuse(const Request& request, Error error, Done done) {
  // Nothing was decided about the message itself: its source will come again.
  if (error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::internal)
    return done(Failure(std::move(error)));
  // The name of a format that does not exist is whatever somebody wrote in an address: it is not kept.
  const auto format = find_format(request.format) == nullptr ? "ukjent" : request.format;
  store::Refusal refusal{request.source, "refused", format, request.external_key, error.code()};
  refusal.trace_id = text::trace_id_of(request.traceparent);
  refusal.fields = error.fields();
  database_.write_async({{},
                         [refusal](sql::Transaction& tx) -> Result<void> {
                           store::record_refusal(tx, refusal);
                           return {};
                         }},
                        [error = std::move(error), done = std::move(done)](const Result<void>& written) {
                          done(Failure(written ? error : written.error()));
                        });
}

}  // namespace fangst::intake

#include "document_upload.hpp"

#include "guard.hpp"

#include <fangst/store/submissions.hpp>

#include <nlohmann/json.hpp>

namespace fangst::api {
namespace {

Error bad_hash() {
  return {ErrorKind::invalid_input, "dokument.ugyldig_sjekksum", "intake",
          PublicText{"Adressen skal slutte med dokumentets SHA-256, 64 heksadesimale sifre."}};
}

Error wrong_hash(const model::Sha256& declared, const model::Sha256& received) {
  return Error(ErrorKind::invalid_input, "dokument.feil_sjekksum", "intake",
               PublicText{"Det mottatte dokumentet har en annen sjekksum enn den oppgitte. Send det på nytt."})
      .with_fields({{"/sha256", "Oppgitt: " + declared.hex() + ". Mottatt: " + received.hex() + "."}});
}

Error empty_document() {
  return {ErrorKind::invalid_input, "dokument.tomt", "intake", PublicText{"Dokumentet er tomt."}};
}

class DocumentBody final : public http::BodyConsumer {
 public:
  DocumentBody(sql::Database& database, model::SourceName source, model::Sha256 declared, std::string trace,
               std::uint64_t limit)
      : database_(database),
        source_(std::move(source)),
        declared_(declared),
        trace_(std::move(trace)),
        limit_(limit),
        writer_(database.documents().begin()) {}

  Result<void> write(std::string_view bytes) override {
    size_ += bytes.size();
    if (size_ > limit_) {
      return Failure(Error(ErrorKind::too_large, "mottak.for_stort", "intake",
                           PublicText{"Dokumentet er større enn grensen på " + std::to_string(limit_) + " byte."}));
    }
    return writer_->write(bytes);
  }

  void finish(http::Responder respond) override {
    auto document = writer_->finish();
    if (!document) return respond(problem_for(document.error(), trace_));
    const auto sha256 = (*document)->sha256();
    const auto size = (*document)->size();
    if (sha256 != declared_) return respond(problem_for(wrong_hash(declared_, sha256), trace_));
    if (size == 0) return respond(problem_for(empty_document(), trace_));
    auto is_repeat = std::make_shared<bool>(false);
    database_.write_async(
        {{*document},
         [source = source_, sha256, size, is_repeat](sql::Transaction& tx) -> Result<void> {
           *is_repeat = store::may_refer_to(tx, source, sha256);
           store::record_upload(tx, source, sha256, size);
           return {};
         }},
        [respond = std::move(respond), trace = trace_, sha256, size, is_repeat](const Result<void>& written) {
          if (!written) return respond(problem_for(written.error(), trace));
          const auto body = nlohmann::json{{"sha256", sha256.hex()}, {"size", size}}.dump();
          respond(json_response(*is_repeat ? 200 : 201, body));
        });
  }

 private:
  sql::Database& database_;
  model::SourceName source_;
  model::Sha256 declared_;
  std::string trace_;
  std::uint64_t limit_;
  std::uint64_t size_ = 0;
  std::unique_ptr<ports::DocumentWriter> writer_;
};

}  // namespace

http::StreamHandler document_upload_handler(const Authenticator& authenticator, sql::Database& database,
                                            const UploadLimits& limits) {
  return [&authenticator, &database,
          limits](const http::RequestHead& head) -> Result<std::unique_ptr<http::BodyConsumer>> {
    FANGST_TRY(const auto principal, authenticator.authorise(head, {Role::source}));
    const auto declared = model::Sha256::from_hex(head.path_params.at("sha256"));
    if (!declared) return Failure(bad_hash());
    return std::make_unique<DocumentBody>(database, principal.source, *declared, trace_of(head), limits.document_bytes);
  };
}

}  // namespace fangst::api

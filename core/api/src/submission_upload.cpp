#include "submission_upload.hpp"

#include "guard.hpp"

#include <fangst/http/multipart.hpp>

namespace fangst::api {
namespace {

constexpr std::string_view kGenericFormat = "innsending";
constexpr std::size_t kMostFiles = 500;

Error too_large(std::string_view what, std::uint64_t limit) {
  return {ErrorKind::too_large, "mottak.for_stort", "intake",
          PublicText{std::string(what) + " er større enn grensen på " + std::to_string(limit) + " byte."}};
}

Error too_many_files() {
  return {ErrorKind::too_large, "mottak.for_stort", "intake",
          PublicText{"Innsendingen har flere filer enn grensen på " + std::to_string(kMostFiles) + "."}};
}

Error malformed(const std::string& text) {
  return {ErrorKind::invalid_input, "mottak.ugyldig_multipart", "intake", PublicText{text}};
}

intake::Request begin_request(const Principal& principal, const http::RequestHead& head, std::string format) {
  intake::Request request;
  request.source = principal.source;
  request.format = std::move(format);
  request.idempotency_key = std::string(head.header("Idempotency-Key"));
  request.traceparent = trace_of(head);
  return request;
}

void answer(intake::Intake& intake, intake::Request request, std::optional<Error> fault, http::Responder respond) {
  auto done = [respond = std::move(respond), trace = request.traceparent](const Result<intake::Reply>& reply) {
    if (!reply) return respond(problem_for(reply.error(), trace));
    auto response = json_response(reply->replayed ? 200 : 201, reply->body);
    if (reply->replayed) response.headers.emplace_back("Fangst-Replayed", "true");
    response.headers.emplace_back("traceparent", trace);
    respond(std::move(response));
  };
  if (fault) return intake.refuse(request, std::move(*fault), std::move(done));
  intake.submit(std::move(request), std::move(done));
}

/// A message of one piece, held in memory.
class MessageBody final : public http::BodyConsumer {
 public:
  MessageBody(intake::Intake& intake, intake::Request request, std::uint64_t limit)
      : intake_(intake), request_(std::move(request)), limit_(limit) {}

  Result<void> write(std::string_view bytes) override {
    // Kept as a fault so that the refusal is counted; the rest of the body is read and dropped.
    if (!fault_ && request_.message.size() + bytes.size() > limit_) fault_ = too_large("Meldingen", limit_);
    if (!fault_) request_.message += bytes;
    return {};
  }

  void finish(http::Responder respond) override {
    answer(intake_, std::move(request_), std::move(fault_), std::move(respond));
  }

 private:
  intake::Intake& intake_;
  intake::Request request_;
  std::uint64_t limit_;
  std::optional<Error> fault_;
};

/// A body that is wanted by nobody, refused when it has come so that the refusal is counted (invariant 4).
class RefusedBody final : public http::BodyConsumer {
 public:
  RefusedBody(intake::Intake& intake, intake::Request request, Error fault)
      : intake_(intake), request_(std::move(request)), fault_(std::move(fault)) {}

  Result<void> write(std::string_view /*bytes*/) override { return {}; }
  void finish(http::Responder respond) override {
    answer(intake_, std::move(request_), std::move(fault_), std::move(respond));
  }

 private:
  intake::Intake& intake_;
  intake::Request request_;
  Error fault_;
};

/// Metadata and files in multipart/form-data: the metadata in memory, the files straight into the document store.
class MultipartBody final : public http::BodyConsumer {
 public:
  MultipartBody(intake::Intake& intake, intake::Request request, std::string boundary, ports::DocumentStore& documents,
                const UploadLimits& limits)
      : intake_(intake),
        request_(std::move(request)),
        documents_(documents),
        limits_(limits),
        parser_(std::move(boundary),
                {[this](const http::PartHead& part) { return begin_part(part); },
                 [this](std::string_view bytes) { return take(bytes); }, [this] { return end_part(); }}) {}

  Result<void> write(std::string_view bytes) override {
    if (!fault_) note(parser_.write(bytes));
    return {};
  }

  void finish(http::Responder respond) override {
    if (!fault_) note(parser_.finish());
    if (!fault_ && request_.message.empty()) fault_ = malformed("Delen metadata mangler. Den skal stå først.");
    answer(intake_, std::move(request_), std::move(fault_), std::move(respond));
  }

 private:
  void note(Result<void> result) {
    if (!result) fault_ = std::move(result.error());
  }

  Result<void> begin_part(const http::PartHead& part) {
    is_metadata_ = part.name == "metadata";
    if (is_metadata_) {
      if (!request_.message.empty()) return Failure(malformed("Delen metadata er med to ganger."));
      return {};
    }
    if (request_.message.empty()) return Failure(malformed("Delen metadata skal stå først, før filene."));
    if (request_.files.size() >= kMostFiles) return Failure(too_many_files());
    request_.files.push_back({part.filename.empty() ? part.name : part.filename, nullptr});
    writer_ = documents_.begin();
    size_ = 0;
    return {};
  }

  Result<void> take(std::string_view bytes) {
    if (is_metadata_) {
      if (request_.message.size() + bytes.size() > limits_.metadata_bytes) {
        return Failure(too_large("Delen metadata", limits_.metadata_bytes));
      }
      request_.message += bytes;
      return {};
    }
    size_ += bytes.size();
    if (size_ > limits_.document_bytes) return Failure(too_large("Dokumentet", limits_.document_bytes));
    return writer_->write(bytes);
  }

  Result<void> end_part() {
    if (is_metadata_) return {};
    FANGST_TRY(request_.files.back().document, writer_->finish());
    writer_.reset();
    return {};
  }

  intake::Intake& intake_;
  intake::Request request_;
  ports::DocumentStore& documents_;
  UploadLimits limits_;
  bool is_metadata_ = false;
  std::uint64_t size_ = 0;
  std::unique_ptr<ports::DocumentWriter> writer_;
  std::optional<Error> fault_;
  http::MultipartParser parser_;
};

}  // namespace

http::StreamHandler submission_handler(const Authenticator& authenticator, intake::Intake& intake,
                                       sql::Database& database, const UploadLimits& limits) {
  return [&authenticator, &intake, &database,
          limits](const http::RequestHead& head) -> Result<std::unique_ptr<http::BodyConsumer>> {
    FANGST_TRY(const auto principal, authenticator.authorise(head, {Role::source}));
    auto request = begin_request(principal, head, std::string(kGenericFormat));
    if (head.header("Content-Type").starts_with("application/json")) {
      return std::make_unique<MessageBody>(intake, std::move(request), limits.metadata_bytes);
    }
    auto boundary = http::MultipartParser::boundary_of(head.header("Content-Type"));
    if (!boundary) {
      return std::make_unique<RefusedBody>(
          intake, std::move(request),
          malformed("Send multipart/form-data med metadata og filer, eller application/json."));
    }
    return std::make_unique<MultipartBody>(intake, std::move(request), std::move(*boundary), database.documents(),
                                           limits);
  };
}

http::StreamHandler message_handler(const Authenticator& authenticator, intake::Intake& intake,
                                    const UploadLimits& limits) {
  return
      [&authenticator, &intake, limits](const http::RequestHead& head) -> Result<std::unique_ptr<http::BodyConsumer>> {
        FANGST_TRY(const auto principal, authenticator.authorise(head, {Role::source}));
        auto request = begin_request(principal, head, head.path_params.at("format"));
        return std::make_unique<MessageBody>(intake, std::move(request), limits.message_bytes);
      };
}

}  // namespace fangst::api

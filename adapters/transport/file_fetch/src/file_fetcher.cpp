#include <fangst/codec/answer_status.hpp>
#include <fangst/codec/url.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fangst::file_fetch {
namespace {

/// The host alone: a path may hold the name of a person's document.
std::string where(const std::string& host) { return host.empty() ? "file_fetch.fetch" : "file_fetch.fetch " + host; }

Error failure(ErrorKind kind, std::string code, const std::string& host, std::string text) {
  return {kind, std::move(code), where(host), PublicText{std::move(text)}};
}

Error not_allowed(const std::string& host) {
  return failure(
      ErrorKind::forbidden, "fil.adresse_ikke_tillatt", host,
      "Adressen som dokumentet skal hentes fra, er ikke godkjent for denne kilden. Legg den inn i oppsettet av "
      "kilden, eller send dokumentet direkte.");
}

Error unreachable(const std::string& host, const Error& cause) {
  return codec::no_answer(cause,
                          {cause.kind() == ErrorKind::timeout ? "fil.tidsavbrudd" : "fil.utilgjengelig", where(host),
                           "Systemet som dokumentet skal hentes fra, svarer ikke. Fangst prøver igjen."});
}

/// Of any status but 200.
Error refused(const std::string& host, const ports::HttpResponse& response) {
  using codec::AnswerStatus;
  const auto error = [&](AnswerStatus as, const char* code, const char* text) {
    return codec::answer_error(response, as, {code, where(host), text}, codec::status_detail(response));
  };
  switch (const auto status = codec::answer_status(response.status)) {
    case AnswerStatus::busy:
    case AnswerStatus::away:
      return error(status, "fil.utilgjengelig",
                   "Systemet som dokumentet skal hentes fra, er midlertidig ute av drift. Fangst prøver igjen.");
    case AnswerStatus::no_access:
      return error(status, "fil.ingen_tilgang",
                   "Fangst fikk ikke hente dokumentet. Kontroller tilgangen som er satt opp for kilden.");
    case AnswerStatus::absent:
      return error(AnswerStatus::rejected, "fil.finnes_ikke",
                   "Dokumentet finnes ikke der fagsystemet sier. Send innsendingen på nytt med riktig adresse.");
    case AnswerStatus::redirect:
      return error(status, "fil.omdirigert",
                   "Dokumentets adresse viser til en annen adresse. Slikt følges ikke; oppgi den endelige adressen.");
    default:
      return error(AnswerStatus::rejected, "fil.avvist",
                   "Systemet som dokumentet skal hentes fra, avviste forespørselen.");
  }
}

Error too_large(const std::string& host, std::uint64_t limit) {
  return failure(ErrorKind::too_large, "fil.for_stor", host,
                 "Dokumentet er større enn grensen for kilden (" + std::to_string(limit) + " byte).");
}

Error wrong_hash(const std::string& host, const model::Sha256& expected, const model::Sha256& actual) {
  return failure(ErrorKind::rejected_by_dependency, "fil.feil_sjekksum", host,
                 "Dokumentet er ikke det samme som fagsystemet oppga. Oppgitt SHA-256: " + expected.hex() +
                     ", hentet: " + actual.hex() + ". Send innsendingen på nytt.");
}

/// Streams into the writer; keeps the first error, which the client may not hand back unchanged.
class Intake {
 public:
  Intake(ports::DocumentWriter& writer, std::string host, std::uint64_t limit)
      : writer_(writer), host_(std::move(host)), limit_(limit) {}

  Result<void> take(std::string_view bytes) {
    received_ += bytes.size();
    auto written = received_ > limit_ ? Result<void>(Failure(too_large(host_, limit_))) : writer_.write(bytes);
    if (!written) error_ = written.error();
    return written;
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  ports::DocumentWriter& writer_;
  std::string host_;
  std::uint64_t limit_;
  std::uint64_t received_ = 0;
  std::optional<Error> error_;
};

}  // namespace

struct FileFetcher::Allowed {
  std::vector<codec::Url> places;
  std::string bearer_token;
  std::uint64_t max_bytes;
};

FileFetcher::FileFetcher(const std::map<model::SourceName, SourceFiles>& sources, ports::HttpClient& http,
                         ports::DocumentStore& documents)
    : http_(http), documents_(documents) {
  for (const auto& [name, files] : sources) {
    Allowed allowed{{}, files.bearer_token, files.max_bytes};
    for (const auto& place : files.places) {
      auto url = codec::Url::parse(place);
      if (!url || !url->query.empty() || !url->is_confidential()) {
        throw std::invalid_argument("source " + name.str() + ": a place to fetch files from must be a plain https URL");
      }
      allowed.places.push_back(*std::move(url));
    }
    sources_.emplace(name, std::move(allowed));
  }
}

FileFetcher::~FileFetcher() = default;

/// A URL that may be fetched, with what is configured for it.
struct FileFetcher::Place {
  codec::Url url;
  const Allowed* allowed;
};

Result<FileFetcher::Place> FileFetcher::find_place(const std::string& url, const model::SourceName& source) const {
  const auto target = codec::Url::parse(url);
  const auto found = sources_.find(source);
  if (!target || found == sources_.end() || text::contains_foedselsnummer(url)) return Failure(not_allowed({}));
  const auto& places = found->second.places;
  if (std::none_of(places.begin(), places.end(), [&](const auto& place) { return place.covers(*target); })) {
    return Failure(not_allowed(target->host));
  }
  return Place{*target, &found->second};
}

Result<void> FileFetcher::may_fetch(const std::string& url, const model::SourceName& source) const {
  FANGST_CHECK(find_place(url, source));
  return {};
}

Result<std::shared_ptr<ports::PendingDocument>> FileFetcher::fetch(const std::string& url,
                                                                   const std::optional<model::Sha256>& expected,
                                                                   const model::SourceName& source,
                                                                   model::Deadline deadline) {
  FANGST_TRY(const auto place, find_place(url, source));
  const auto* target = &place.url;
  const auto& allowed = *place.allowed;

  ports::HttpRequest request{"GET", target->str(), {{"Accept", "*/*"}}, {}, nullptr};
  if (!allowed.bearer_token.empty()) request.headers.emplace_back("Authorization", "Bearer " + allowed.bearer_token);
  const auto writer = documents_.begin();
  Intake intake(*writer, target->host, allowed.max_bytes);
  const auto response = http_.download(
      request, [&](std::string_view bytes) { return intake.take(bytes); }, deadline);
  if (intake.error()) return Failure(*intake.error());
  if (!response) return Failure(unreachable(target->host, response.error()));
  if (response->status != 200) return Failure(refused(target->host, *response));

  FANGST_TRY(auto document, writer->finish());
  if (expected && document->sha256() != *expected) {
    return Failure(wrong_hash(target->host, *expected, document->sha256()));
  }
  return document;
}

}  // namespace fangst::file_fetch

#include "problem_document.hpp"

#include <fangst/http/problem.hpp>
#include <fangst/policy/error_mapping.hpp>
#include <fangst/text/ascii.hpp>

#include <nlohmann/json.hpp>

#include <array>

namespace fangst::http {
namespace {

using Json = nlohmann::ordered_json;

struct Shape {
  int status;
  std::string_view title;
  bool retryable;
};

struct OwnText {
  Shape shape;
  ErrorKind kind;
  std::string_view code;
  std::string_view detail;
};

const OwnText& text_of(OwnProblem what) {
  static constexpr std::array<OwnText, 12> kTexts{{
      {{400, "Bad request", false},
       ErrorKind::invalid_input,
       "http.ugyldig_forespoersel",
       "Forespørselen er ikke gyldig HTTP. Kontroller hodene og lengden som klienten sender."},
      {{404, "Not found", false},
       ErrorKind::not_found,
       "http.ukjent_adresse",
       "Adressen finnes ikke. Se /openapi.json for adressene som finnes."},
      {{405, "Method not allowed", false},
       ErrorKind::invalid_input,
       "http.metode_ikke_tillatt",
       "Metoden kan ikke brukes på denne adressen. Bruk en av metodene i hodet Allow."},
      {{408, "Request timeout", true},
       ErrorKind::timeout,
       "http.tidsavbrudd",
       "Forespørselen kom ikke helt fram i tide. Send den på nytt."},
      {{413, "Content too large", false},
       ErrorKind::too_large,
       "http.for_stort_innhold",
       "Innholdet er større enn det som er tillatt her. Last opp dokumentene hver for seg, eller be om høyere grense."},
      {{414, "URI too long", false},
       ErrorKind::invalid_input,
       "http.for_lang_adresse",
       "Adressen er for lang. Send opplysningene i innholdet i stedet."},
      {{417, "Expectation failed", false},
       ErrorKind::invalid_input,
       "http.ukjent_forventning",
       "Hodet Expect har en verdi som ikke støttes. Bruk 100-continue, eller utelat hodet."},
      {{431, "Request header fields too large", false},
       ErrorKind::invalid_input,
       "http.for_store_hoder",
       "Hodene i forespørselen er for store. Send færre eller kortere hoder."},
      {{500, "Internal error", true},
       ErrorKind::internal,
       "http.intern_feil",
       "Noe gikk galt hos oss. Prøv igjen, og oppgi traceId dersom det gjentar seg."},
      {{501, "Not implemented", false},
       ErrorKind::invalid_input,
       "http.ukjent_overfoering",
       "Overføringskodingen støttes ikke. Bruk Content-Length eller Transfer-Encoding: chunked."},
      {{503, "Service unavailable", true},
       ErrorKind::unavailable,
       "http.for_mange_forbindelser",
       "Tjenesten har for mange samtidige forbindelser. Prøv igjen om litt."},
      {{505, "HTTP version not supported", false},
       ErrorKind::invalid_input,
       "http.ukjent_versjon",
       "HTTP-versjonen støttes ikke. Bruk HTTP/1.1."},
  }};
  return kTexts[static_cast<std::size_t>(what)];
}

Response document(const Shape& shape, std::string_view code, std::string_view detail,
                  const std::vector<FieldError>& fields, std::string_view trace_id) {
  Json json{{"type", "urn:fangst:problem:" + std::string(code)},
            {"title", shape.title},
            {"status", shape.status},
            {"detail", detail}};
  if (!fields.empty()) {
    auto& errors = json["errors"] = Json::array();
    for (const auto& field : fields) errors.push_back({{"pointer", field.pointer}, {"detail", field.message}});
  }
  if (!trace_id.empty()) json["traceId"] = trace_id;
  json["retryable"] = shape.retryable;

  Response response;
  response.status = shape.status;
  response.content_type = "application/problem+json";
  if (shape.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (shape.status == 503) response.headers.emplace_back("Retry-After", "5");
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

bool is_retryable(ErrorKind kind) {
  return kind == ErrorKind::timeout || kind == ErrorKind::unavailable || kind == ErrorKind::internal;
}

}  // namespace

Response problem(const Error& error, std::string_view trace_id) {
  const Shape shape{policy::http_status(error.kind()), policy::problem_title(error.kind()), is_retryable(error.kind())};
  auto response = document(shape, error.code(), error.public_text(), error.fields(), trace_id);
  response.cause = cause_of(error);
  return response;
}

Cause cause_of(const Error& error) { return {error.kind(), error.code(), error.where(), error.private_detail()}; }

Response own_problem(OwnProblem what, std::string_view trace_id, std::string detail) {
  const auto& text = text_of(what);
  auto response = document(text.shape, text.code, text.detail, {}, trace_id);
  response.cause = Cause{text.kind, std::string(text.code), "http", std::move(detail)};
  return response;
}

}  // namespace fangst::http

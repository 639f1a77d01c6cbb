#include "problem_document.hpp"

#include <fangst/http/problem.hpp>
#include <fangst/policy/error_mapping.hpp>
#include <fangst/text/ascii.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <random>

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

bool is_lower_hex(std::string_view text) { return text::all_of(text, text::is_lower_hex); }

bool all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

void append_hex(std::string& out, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4) out.push_back("0123456789abcdef"[(value >> shift) & 0xFU]);
}

/// Trace ids must be unlikely to meet, not hard to guess.
std::uint64_t random_nonzero() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  for (;;) {
    if (const auto value = generator(); value != 0) return value;
  }
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

// version "-" trace-id "-" parent-id "-" flags; version ff is forbidden, later versions may append fields.
std::string_view trace_id_of(std::string_view traceparent) {
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') return {};
  const auto version = traceparent.substr(0, 2);
  const auto trace_id = traceparent.substr(3, 32);
  const auto parent_id = traceparent.substr(36, 16);
  if (!is_lower_hex(version) || !is_lower_hex(trace_id) || !is_lower_hex(parent_id)) return {};
  if (!is_lower_hex(traceparent.substr(53, 2)) || version == "ff") return {};
  if (version == "00" ? traceparent.size() != 55 : traceparent.size() > 55 && traceparent[55] != '-') return {};
  if (all_zero(trace_id) || all_zero(parent_id)) return {};
  return trace_id;
}

std::string adopt_traceparent(std::string_view received) {
  if (!trace_id_of(received).empty()) return std::string(received.substr(0, 55));
  std::string fresh = "00-";
  fresh.reserve(55);
  append_hex(fresh, random_nonzero());
  append_hex(fresh, random_nonzero());
  fresh.push_back('-');
  append_hex(fresh, random_nonzero());
  fresh += "-01";
  return fresh;
}

}  // namespace fangst::http

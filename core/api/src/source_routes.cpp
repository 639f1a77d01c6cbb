#include "document_upload.hpp"
#include "guard.hpp"
#include "json_views.hpp"
#include "submission_upload.hpp"

#include <fangst/api/routes.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/text/percent.hpp>

#include <algorithm>
#include <charconv>

namespace fangst::api {
namespace {

using nlohmann::json;

Error not_found() {
  return {ErrorKind::not_found, "innsending.ukjent", "api", PublicText{"Vi kjenner ingen innsending med denne id-en."}};
}

Error bad_parameter(std::string_view name) {
  return Error(ErrorKind::invalid_input, "api.ugyldig_parameter", "api",
               PublicText{"En av parametrene i adressen er ugyldig."})
      .with_fields({{std::string(name), "Ugyldig verdi."}});
}

std::string parameter(const http::RequestHead& head, const std::string& name) {
  const auto at = head.query.find(name);
  return at == head.query.end() ? "" : at->second;
}

Result<std::int64_t> number(const http::RequestHead& head, const std::string& name, std::int64_t otherwise) {
  const auto text = parameter(head, name);
  if (text.empty()) return otherwise;
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size() || value < 0) return Failure(bad_parameter(name));
  return value;
}

/// Another source's submission does not exist for this one.
Result<store::StoredSubmission> load_visible(sql::Session& session, const Principal& principal, const std::string& id) {
  FANGST_TRY(auto stored, store::load(session, model::SubmissionId(id)));
  if (principal.role == Role::source && stored.submission.source != principal.source) return Failure(not_found());
  return stored;
}

Result<http::Response> show(sql::Database& database, const Principal& principal, const http::RequestHead& head) {
  json object;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    FANGST_TRY(const auto stored, load_visible(session, principal, head.path_params.at("id")));
    object = view(stored);
    return {};
  }));
  return json_response(200, object.dump());
}

Result<http::Response> events(sql::Database& database, const Principal& principal, const http::RequestHead& head) {
  json object;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    FANGST_TRY(const auto stored, load_visible(session, principal, head.path_params.at("id")));
    object = {{"events", view_all(audit::events_of(session, stored.submission.id.str()))}};
    return {};
  }));
  return json_response(200, object.dump());
}

Result<http::Response> receipt(sql::Database& database, const Principal& principal, const http::RequestHead& head) {
  std::optional<std::int64_t> index;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    FANGST_TRY(const auto stored, load_visible(session, principal, head.path_params.at("id")));
    index = stored.capture_index;
    return {};
  }));
  if (!index) {
    return Failure(Error(ErrorKind::not_found, "kvittering.ikke_arkivert", "api",
                         PublicText{"Innsendingen er ikke arkivert ennå. Kvitteringen kommer når den er det."}));
  }
  FANGST_TRY(const auto proof, audit::make_receipt(database, static_cast<std::uint64_t>(*index)));
  return json_response(200, tlog::to_json(proof));
}

/// The same search, from where this page ends.
std::string next_page(const http::RequestHead& head, const std::string& cursor, std::int64_t limit) {
  auto target = "/v1/submissions?cursor=" + cursor + "&limit=" + std::to_string(limit);
  for (const auto* name : {"source", "externalKey", "state"}) {
    if (const auto value = parameter(head, name); !value.empty())
      target.append("&").append(name).append("=").append(text::percent_encode(value));
  }
  return "<" + target + ">; rel=\"next\"";
}

Result<http::Response> list(sql::Database& database, const Principal& principal, const http::RequestHead& head) {
  store::ListQuery query;
  query.source = principal.role == Role::source ? principal.source.str() : parameter(head, "source");
  query.external_key = parameter(head, "externalKey");
  if (const auto state = parameter(head, "state"); !state.empty()) {
    query.state = model::parse_submission_state(state);
    if (!query.state) return Failure(bad_parameter("state"));
  }
  FANGST_TRY(query.after_seq, number(head, "cursor", 0));
  FANGST_TRY(query.limit, number(head, "limit", 100));
  query.limit = std::clamp<std::int64_t>(query.limit, 1, 1000);

  json object;
  http::Response response;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    const auto rows = store::list_submissions(session, query);
    object["submissions"] = view_all(rows);
    if (static_cast<std::int64_t>(rows.size()) == query.limit) object["nextCursor"] = std::to_string(rows.back().seq);
    return {};
  }));
  response = json_response(200, object.dump());
  if (object.contains("nextCursor")) {
    response.headers.emplace_back("Link", next_page(head, object["nextCursor"].get<std::string>(), query.limit));
  }
  return response;
}

/// Newest first. A source sees its own.
Result<http::Response> refusals(sql::Database& database, const Principal& principal, const http::RequestHead& head) {
  store::RefusalQuery query;
  query.source = principal.role == Role::source ? principal.source.str() : parameter(head, "source");
  query.code = parameter(head, "code");
  query.trace_id = parameter(head, "traceId");
  if (!parameter(head, "cursor").empty()) {
    FANGST_TRY(query.before_seq, number(head, "cursor", 0));
  }
  FANGST_TRY(query.limit, number(head, "limit", 100));
  query.limit = std::clamp<std::int64_t>(query.limit, 1, 1000);
  json object;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    const auto rows = store::list_refusals(session, query);
    object["refusals"] = view_all(rows);
    if (static_cast<std::int64_t>(rows.size()) == query.limit) object["nextCursor"] = std::to_string(rows.back().seq);
    return {};
  }));
  return json_response(200, object.dump());
}

/// The archivist looks at a document: who and which is in the audit log before the first byte goes out, for every view
/// of content is to be accounted for.
Result<http::Response> document(sql::Database& database, const Principal& principal, const http::RequestHead& head) {
  const auto sha256 = model::Sha256::from_hex(head.path_params.at("sha256"));
  if (!sha256) return Failure(bad_parameter("sha256"));
  FANGST_TRY(auto reader, database.documents().open(*sha256));
  FANGST_CHECK(database.write([&](sql::Transaction& tx) -> Result<void> {
    audit::append(tx, {"document.viewed", "", "", principal.name, json{{"sha256", sha256->hex()}}.dump()});
    return {};
  }));
  http::Response response{200, "application/octet-stream", {{"Content-Disposition", "attachment"}}, {}};
  // A document that was changed on disk cuts the connection.
  response.source = std::move(reader);
  return response;
}

}  // namespace

void add_source_routes(http::Router& router, const Authenticator& authenticator, intake::Intake& intake,
                       sql::Database& database, const UploadLimits& limits) {
  router.add_stream("POST", "/v1/submissions", submission_handler(authenticator, intake, database, limits));
  router.add_stream("POST", "/v1/intake/{format}", message_handler(authenticator, intake, limits));
  router.add_stream("PUT", "/v1/documents/{sha256}", document_upload_handler(authenticator, database, limits));

  using Show = Result<http::Response> (*)(sql::Database&, const Principal&, const http::RequestHead&);
  const auto add = [&](const std::string& pattern, std::initializer_list<Role> roles, Show show_function) {
    router.add(
        "GET", pattern,
        guarded(authenticator, roles,
                [&database, show_function](const Principal& principal, const http::RequestHead& head,
                                           const std::string&) { return show_function(database, principal, head); }));
  };
  add("/v1/submissions", {Role::source, Role::archivist, Role::operations}, list);
  add("/v1/refusals", {Role::source}, refusals);
  add("/v1/operations/refusals", {Role::operations}, refusals);
  add("/v1/submissions/{id}", {Role::source, Role::archivist, Role::operations}, show);
  add("/v1/submissions/{id}/events", {Role::source, Role::archivist, Role::operations}, events);
  add("/v1/submissions/{id}/receipt", {Role::source, Role::archivist}, receipt);
  add("/v1/documents/{sha256}", {Role::archivist}, document);
}

}  // namespace fangst::api

#include "guard.hpp"
#include "json_views.hpp"

#include <fangst/api/routes.hpp>
#include <fangst/crypto/random.hpp>
#include <fangst/model/date.hpp>
#include <fangst/store/submissions.hpp>

#include <map>

namespace fangst::api {
namespace {

using nlohmann::json;

Error bad_request(const std::string& text) {
  return {ErrorKind::invalid_input, "drift.ugyldig", "api", PublicText{text}};
}

Result<http::Response> overview(sql::Database& database, pipeline::Dependencies& dependencies,
                                const QueueView& queues) {
  json object;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    object["backlog"] = view_all(store::backlog(session));
    object["letters"] = view_all(store::letter_summary(session));
    return {};
  }));
  object["dependencies"] = json::array();
  for (const auto* dependency : dependencies.all()) {
    object["dependencies"].push_back(
        {{"name", dependency->name()}, {"state", pipeline::to_string(dependency->state())}});
  }
  object["queue"] = {{"healthy", queues.is_healthy()}, {"problems", queues.problems()}};
  return json_response(200, object.dump());
}

Result<http::Response> parked(sql::Database& database) {
  json object;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    object["groups"] = view_all(store::parked_groups(session));
    return {};
  }));
  return json_response(200, object.dump());
}

Result<model::Timestamp> day_parameter(const http::RequestHead& head, const std::string& name,
                                       model::Timestamp otherwise) {
  const auto at = head.query.find(name);
  if (at == head.query.end()) return otherwise;
  const auto date = model::parse_date(at->second);
  if (!date) return Failure(bad_request("Skriv datoen som ÅÅÅÅ-MM-DD."));
  return model::Timestamp{std::chrono::sys_days{*date}.time_since_epoch()};
}

Result<http::Response> balance(sql::Database& database, const http::RequestHead& head) {
  using std::chrono::days;
  // Whole days: the sum of a part of one would look like that of a quieter day.
  const model::Timestamp today = std::chrono::floor<days>(database.clock().now());
  FANGST_TRY(const auto from, day_parameter(head, "from", today - days{7}));
  FANGST_TRY(const auto to, day_parameter(head, "to", today));
  json object;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    object["balance"] = view_all(store::balance(session, from, to + days{1}));
    return {};
  }));
  return json_response(200, object.dump());
}

/// The ids that a request selects, frozen now: what is parked later under the same cause is not touched.
Result<std::vector<std::string>> select(sql::Database& database, const json& request) {
  if (request.contains("ids")) {
    // Never the group instead: the log says that it was by ids.
    if (!request["ids"].is_array()) return Failure(bad_request("Feltet ids skal være en liste med tekster."));
    std::vector<std::string> ids;
    for (const auto& id : request["ids"]) {
      if (!id.is_string()) return Failure(bad_request("Feltet ids skal være en liste med tekster."));
      ids.push_back(id.get<std::string>());
    }
    return ids;
  }
  const auto group = request.value("group", json::object());
  if (!group.is_object() || !group.contains("step") || !group["step"].is_string() || !group.contains("code") ||
      !group["code"].is_string()) {
    return Failure(bad_request("Oppgi enten ids eller group med step og code."));
  }
  std::vector<std::string> ids;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    ids = store::parked_in_group(session, group["step"].get<std::string>(), group["code"].get<std::string>());
    return {};
  }));
  return ids;
}

/// What the operator chose, for the log: the group, or that it was by ids (they stand in the job).
std::string selection_of(const json& request) {
  return request.contains("ids") ? R"({"ids":true})"
                                 : json{{"group", request["group"]}}.dump(-1, ' ', true).substr(0, 1000);
}

Result<http::Response> start_retry(sql::Database& database, const Principal& principal, const http::RequestHead& head,
                                   const std::string& body) {
  const auto request = json::parse(body, nullptr, false);
  if (!request.is_object()) return Failure(bad_request("Forespørselen er ikke gyldig JSON."));
  FANGST_TRY(const auto ids, select(database, request));
  const auto dry_run = request.find("dryRun");
  if (dry_run != request.end() && !dry_run->is_boolean()) {
    return Failure(bad_request("Feltet dryRun skal være true eller false."));
  }
  if (dry_run != request.end() && dry_run->get<bool>()) {
    return json_response(200, json{{"count", ids.size()}, {"ids", ids}, {"dryRun", true}}.dump());
  }
  // The caller's key makes a repeated request the same job.
  const std::string key(head.header("Idempotency-Key"));
  const auto job_id = key.empty() ? crypto::uuid_v7(database.clock().now())
                                  : crypto::uuid_v5("6f6d2f0e-62a5-4d3b-9a5c-0a7f6e1c2b31", principal.name + ":" + key);
  FANGST_TRY(const auto job, store::retry(database, job_id, ids, principal.name, selection_of(request)));
  auto response = json_response(200, view(job).dump());
  response.headers.emplace_back("Location", "/v1/operations/retries/" + job_id);
  return response;
}

Result<http::Response> show_retry(sql::Database& database, const http::RequestHead& head) {
  FANGST_TRY(const auto job, store::find_retry_job(database, head.path_params.at("job")));
  if (!job) {
    return Failure(Error(ErrorKind::not_found, "drift.ukjent_jobb", "api", PublicText{"Vi kjenner ingen slik jobb."}));
  }
  return json_response(200, view(*job).dump());
}

Result<http::Response> change_dependency(sql::Database& database, pipeline::Dependencies& dependencies,
                                         const pipeline::StepCatalogue& steps, const Principal& principal,
                                         const http::RequestHead& head, bool pause) {
  const auto name = head.path_params.at("name");
  auto* dependency = dependencies.find(name);
  if (dependency == nullptr) {
    return Failure(Error(ErrorKind::not_found, "drift.ukjent_avhengighet", "api",
                         PublicText{"Det finnes ingen avhengighet med dette navnet."}));
  }
  if (pause) {
    FANGST_CHECK(store::pause_dependency(database, name, principal.name));
    dependency->pause();
  } else {
    FANGST_CHECK(store::resume_dependency(database, name, principal.name));
    dependency->resume();
    FANGST_CHECK(database.write([&](sql::Transaction& tx) -> Result<void> {
      store::wake_waiting(tx, steps.waiting_for(dependency->kind()));
      return {};
    }));
  }
  return json_response(200, json{{"name", name}, {"state", pipeline::to_string(dependency->state())}}.dump());
}

}  // namespace

void add_operator_routes(http::Router& router, const Authenticator& authenticator, sql::Database& database,
                         pipeline::Dependencies& dependencies, const pipeline::StepCatalogue& steps,
                         const QueueView& queues) {
  const auto add = [&](const std::string& method, const std::string& path, const AuthorisedHandler& handler) {
    router.add(method, "/v1/operations" + path, guarded(authenticator, {Role::operations}, handler));
  };
  add("GET", "/overview", [&database, &dependencies, queues](const auto&, const auto&, const auto&) {
    return overview(database, dependencies, queues);
  });
  add("GET", "/parked", [&](const auto&, const auto&, const auto&) { return parked(database); });
  add("GET", "/balance", [&](const auto&, const auto& head, const auto&) { return balance(database, head); });
  add("POST", "/retries", [&](const auto& principal, const auto& head, const auto& body) {
    return start_retry(database, principal, head, body);
  });
  add("GET", "/retries/{job}", [&](const auto&, const auto& head, const auto&) { return show_retry(database, head); });
  add("POST", "/dependencies/{name}/pause", [&](const auto& principal, const auto& head, const auto&) {
    return change_dependency(database, dependencies, steps, principal, head, true);
  });
  add("POST", "/dependencies/{name}/resume", [&](const auto& principal, const auto& head, const auto&) {
    return change_dependency(database, dependencies, steps, principal, head, false);
  });
}

}  // namespace fangst::api

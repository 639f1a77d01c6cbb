#include "api_plant.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/generic/innsending_format.hpp>
#include <fangst/store/outbox.hpp>
#include <fangst/visma/hendelse_format.hpp>

#include <algorithm>

namespace fangst::testing {
namespace {

api::Authenticator::Key key_of(const std::string& key, const std::string& name, api::Role role,
                               const std::string& source = "") {
  return {crypto::sha256(key), {name, role, model::SourceName(source)}};
}

/// Has a defect.
class ThrowingFormat final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "defekt"; }
  std::string_view content_type() const override { return "application/json"; }
  Result<ports::ParsedIntake> parse(std::string_view, const ports::SourceProfile&) const override {
    throw std::out_of_range("a defect");
  }
};

/// What a format may answer, as the message says it: {"content": an innsending, "embedded": [{"index", "bytes"}]}, or
/// {"error": a kind}.
class ScriptedFormat final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "skript"; }
  std::string_view content_type() const override { return "application/json"; }
  Result<ports::ParsedIntake> parse(std::string_view message, const ports::SourceProfile& source) const override {
    const auto script = json::parse(message);
    if (script.contains("error")) {
      const auto kind = parse_error_kind(script["error"].get<std::string>()).value();
      return Failure(Error(kind, "skript.feil", "skript", PublicText{"Skriptet sier nei."}));
    }
    ports::ParsedIntake parsed;
    FANGST_TRY(parsed.content, codec::from_json(script.at("content").dump(), source.realm));
    for (const auto& one : script.value("embedded", json::array())) {
      parsed.embedded.push_back({one.at("index").get<std::size_t>(), one.at("bytes").get<std::string>()});
    }
    return parsed;
  }
};

std::vector<std::unique_ptr<ports::IntakeFormat>> formats() {
  std::vector<std::unique_ptr<ports::IntakeFormat>> list;
  list.push_back(std::make_unique<generic::InnsendingFormat>());
  list.push_back(std::make_unique<visma::HendelseFormat>());
  list.push_back(std::make_unique<ThrowingFormat>());
  list.push_back(std::make_unique<ScriptedFormat>());
  return list;
}

intake::SourceSettings settings_of(const std::string& name, const std::set<std::string>& wanted) {
  ports::SourceProfile profile;
  profile.name = model::SourceName(name);
  profile.fagsystem = name;
  profile.organisasjonsnummer = "313770001";
  profile.avsender_navn = "Testdal kommune";
  profile.realm = model::IdentityRealm::synthetic;
  intake::SourceSettings settings;
  for (const auto& format : formats()) {
    const std::string format_name(format->name());
    if (!wanted.contains(format_name)) continue;
    profile.settings = ports::SettingValues(format->settings());
    settings.profiles.emplace(format_name, profile);
  }
  return settings;
}

void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().code() + ": " + result.error().private_detail());
}

}  // namespace

std::string multipart(const std::vector<Part>& parts, std::string_view boundary) {
  std::string body;
  for (const auto& [name, filename, bytes] : parts) {
    body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(name).append("\"");
    if (!filename.empty()) body.append("; filename=\"").append(filename).append("\"");
    body.append("\r\n\r\n").append(bytes).append("\r\n");
  }
  return body.append("--").append(boundary).append("--\r\n");
}

std::string sha256_of(std::string_view bytes) { return crypto::sha256(bytes).hex(); }

ApiTest::ApiTest()
    : pipelines_(pipeline::PipelineSet::load(FANGST_PIPELINES, steps_)),
      authenticator({key_of(kGericaKey, "source:gerica", api::Role::source, "gerica"),
                     key_of(kVismaKey, "source:visma", api::Role::source, "visma"),
                     key_of(kOperatorKey, "operator:drift", api::Role::operations),
                     key_of(kOtherOperatorKey, "operator:vakt", api::Role::operations),
                     key_of(kArchivistKey, "archivist:arkiv", api::Role::archivist)}),
      door(*database, pipeline::routes_of(pipelines_),
           {{model::SourceName("gerica"), settings_of("gerica", {"innsending"})},
            {model::SourceName("visma"), settings_of("visma", {"innsending", "visma-hendelse", "defekt", "skript"})}},
           formats(), files) {
  http::Router router;
  api::UploadLimits limits;
  limits.metadata_bytes = 64U << 10U;
  limits.message_bytes = 128U << 10U;
  limits.document_bytes = 1U << 20U;
  api::add_source_routes(router, authenticator, door, *database, limits);
  api::add_operator_routes(router, authenticator, *database, dependencies, steps_,
                           {[this] { return queue.is_healthy(); }, [this] { return queue.problems(); }});
  api::add_open_routes(router, authenticator,
                       {[] { return std::string("fangst_up 1\n"); }, [this] { return readiness; },
                        [this] { return queue.problems(); }, "{}", "<html>"});
  routes = router.routes();
  server_ = std::make_unique<http::Server>(http::ServerSettings{}, std::move(router));
}

Answer ApiTest::call(std::string_view method, std::string_view target, std::string_view key, std::string_view body,
                     std::string_view headers) {
  test::RawClient client(server_->port());
  std::string all(headers);
  if (!key.empty()) all.append("Authorization: Bearer ").append(key).append("\r\n");
  if (!client.send(test::request(method, target, body, all))) throw std::runtime_error("the server does not listen");
  const auto answer = client.receive();
  if (!answer) throw std::runtime_error("no answer");
  return {answer->status, answer->headers, answer->body};
}

Answer ApiTest::post(const std::vector<Part>& parts, std::string_view headers, std::string_view key) {
  return call("POST", "/v1/submissions", key, multipart(parts),
              "Content-Type: multipart/form-data; boundary=grense\r\n" + std::string(headers));
}

Answer ApiTest::post_json(const json& body, std::string_view headers, std::string_view key) {
  return call("POST", "/v1/submissions", key, body.dump(), "Content-Type: application/json\r\n" + std::string(headers));
}

Answer ApiTest::put_document(std::string_view bytes, std::string_view key) {
  return call("PUT", "/v1/documents/" + sha256_of(bytes), key, bytes);
}

json ApiTest::metadata(const std::string& key, const std::string& filnavn) {
  return {{"eksternNoekkel", key},
          {"type", "vedtak"},
          {"sak",
           {{"eksternNoekkel", {{"fagsystem", "Gerica"}, {"noekkel", "S-" + key}}},
            {"tittel", "Omsorgstjenester"},
            {"arkivdel", "HELSE"}}},
          {"journalpost",
           {{"tittel", "Vedtak"},
            {"journalposttype", "U"},
            {"korrespondansepart",
             {{{"korrespondanseparttype", "EM"}, {"navn", "Olga Syntetisk"}, {"personidentifikator", kPerson}}}}}},
          {"dokumenter", {{{"tittel", "Vedtaksbrev"}, {"filnavn", filnavn}, {"mimeType", "application/pdf"}}}}};
}

std::string ApiTest::accept(const std::string& key, std::string_view api_key) {
  const auto answer =
      post({{"metadata", "", metadata(key).dump()}, {"fil", "vedtak.pdf", "innhold av " + key}}, {}, api_key);
  EXPECT_EQ(answer.status, 201) << answer.text;
  return answer.body().value("id", "");
}

ports::WorkItem ApiTest::take_work(const std::string& id) {
  store::StoredOutbox outbox(*database);
  const auto now = database.clock->now();
  const auto items = outbox.lease_due(1000, now, now + std::chrono::hours{1}).value();
  must(outbox.release_all_of_this_node());
  const auto mine =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.submission.str() == id; });
  if (mine == items.end()) throw std::runtime_error("no work for " + id);
  return *mine;
}

void ApiTest::park(const std::string& id, const std::string& code) {
  const auto item = take_work(id);
  must(database->write([&](sql::Transaction& tx) -> Result<void> {
    store::park(tx, store::find_current(tx, item).value(),
                Error(ErrorKind::rejected_by_dependency, code, "test", PublicText{"Avvist."}));
    return {};
  }));
}

void ApiTest::archive(const std::string& id) {
  const auto item = take_work(id);
  std::optional<store::StoredSubmission> found;
  must(database->read([&](sql::Session& session) -> Result<void> {
    FANGST_TRY(found, store::load(session, model::SubmissionId(id)));
    return {};
  }));
  archive::EmbeddedArchive embedded;
  CommittedArchive core(*database, embedded);
  const auto record = core.capture(found->submission);
  must(database->write([&](sql::Transaction& tx) -> Result<void> {
    store::record_capture(tx, found->submission, record.value(), model::StepName("arkiver"));
    store::move_to(tx, store::find_current(tx, item).value(), model::StepName("velg_kanal"));
    return {};
  }));
}

template <class Value>
Value ApiTest::first_value(const std::string& sql) {
  Value value{};
  must(database->read([&](sql::Session& session) -> Result<void> {
    value = std::get<0>(session.query<Value>(sql).at(0));
    return {};
  }));
  return value;
}

std::int64_t ApiTest::count(const std::string& sql) { return first_value<std::int64_t>(sql); }

std::string ApiTest::text(const std::string& sql) { return first_value<std::string>(sql); }

void ApiTest::change_row(const std::string& what, const std::string& key) {
  database.tamper("UPDATE submission SET " + what + " WHERE external_key = '" + key + "'");
}

store::Balance ApiTest::balance_of(const std::string& source) {
  store::Balance sum;
  must(database->read([&](sql::Session& session) -> Result<void> {
    for (const auto& day :
         store::balance(session, model::from_millis(0), database.clock->now() + std::chrono::hours{24})) {
      if (day.source == source) sum = day;
    }
    return {};
  }));
  return sum;
}

store::SubmissionSummary ApiTest::stored(const std::string& key) {
  std::vector<store::SubmissionSummary> rows;
  must(database->read([&](sql::Session& session) -> Result<void> {
    store::ListQuery query;
    query.external_key = key;
    rows = store::list_submissions(session, query);
    return {};
  }));
  return rows.empty() ? store::SubmissionSummary{} : rows.at(0);
}

void ApiTest::expect_problem(const Answer& answer, int status, const std::string& code) {
  EXPECT_EQ(answer.status, status) << answer.text;
  ASSERT_EQ(answer.headers.count("content-type"), 1U);
  EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
  const auto problem = json::parse(answer.text, nullptr, false);
  ASSERT_TRUE(problem.is_object()) << answer.text;
  EXPECT_EQ(problem.value("type", ""), "urn:fangst:problem:" + code);
  EXPECT_FALSE(problem.value("title", "").empty());
  EXPECT_EQ(problem.value("status", 0), status);
  EXPECT_FALSE(problem.value("detail", "").empty());
  EXPECT_EQ(problem.value("traceId", "").size(), 32U);
  EXPECT_EQ(answer.text.find(kPerson), std::string::npos) << answer.text;
  EXPECT_EQ(answer.text.find("Olga"), std::string::npos) << answer.text;
}

void ApiTest::expect_refusal(const Answer& answer, int status, const std::string& code) {
  expect_problem(answer, status, code);
  ++refused_;
  EXPECT_EQ(balance_of("gerica").refused, refused_) << "a refusal is counted";
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind IN ('intake.refused', 'intake.conflict')"), refused_);
}

}  // namespace fangst::testing

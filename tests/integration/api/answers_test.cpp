#include "api_plant.hpp"

#include <functional>

namespace fangst::testing {
namespace {

/// What stands around the content: its type, and the trace by which it is found again.
class Answers : public ApiTest {};

TEST_F(Answers, say_what_they_hold) {
  const auto id = accept();
  archive(id);
  put_document("innhold");
  const std::tuple<std::string, std::string, std::string> types[] = {
      {"/livez", "", "application/json"},
      {"/readyz", "", "application/json"},
      {"/metrics", "", "text/plain; version=0.0.4; charset=utf-8"},
      {"/openapi.json", "", "application/json"},
      {"/docs", "", "text/html; charset=utf-8"},
      {"/v1/submissions", kGericaKey, "application/json"},
      {"/v1/submissions/" + id, kGericaKey, "application/json"},
      {"/v1/submissions/" + id + "/events", kGericaKey, "application/json"},
      {"/v1/submissions/" + id + "/receipt", kGericaKey, "application/json"},
      {"/v1/refusals", kGericaKey, "application/json"},
      {"/v1/documents/" + sha256_of("innhold"), kArchivistKey, "application/octet-stream"},
      {"/v1/operations/overview", kOperatorKey, "application/json"}};
  for (const auto& [target, key, type] : types) {
    const auto answer = get(target, key);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(answer.headers.at("content-type"), type) << target;
  }
  const auto taken = post({{"metadata", "", metadata("K-2").dump()}, {"fil", "vedtak.pdf", "x"}});
  EXPECT_EQ(taken.headers.at("content-type"), "application/json");
  EXPECT_EQ(put_document("annet").headers.at("content-type"), "application/json");
}

TEST_F(Answers, with_a_document_are_saved_and_never_shown_by_a_browser) {
  put_document("innhold");
  EXPECT_EQ(get("/v1/documents/" + sha256_of("innhold"), kArchivistKey).headers.at("content-disposition"),
            "attachment");
}

TEST_F(Answers, with_a_document_name_it_in_the_log_and_those_without_do_not) {
  put_document("innhold");
  get("/v1/documents/" + sha256_of("innhold"), kArchivistKey);
  get("/v1/documents/" + sha256_of("ukjent"), kArchivistKey);
  EXPECT_EQ(get("/v1/documents/tull", kArchivistKey).body().at("errors").at(0).at("pointer"), "sha256");
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'document.viewed'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'document.viewed' AND body LIKE '%" +
                  sha256_of("innhold") + "%'"),
            1);
}

TEST_F(Answers, with_a_document_are_not_given_when_the_view_cannot_be_logged) {
  put_document("innhold");
  database.tamper("ALTER TABLE audit_entry RENAME TO away");
  const auto answer = get("/v1/documents/" + sha256_of("innhold"), kArchivistKey);
  EXPECT_GE(answer.status, 500);
  EXPECT_EQ(answer.text.find("innhold"), std::string::npos);
}

TEST_F(Answers, that_say_yes_are_not_given_before_what_they_tell_is_stored) {
  const auto without = [&](const std::string& table, const std::function<Answer()>& send) {
    database.tamper("ALTER TABLE " + table + " RENAME TO away");
    EXPECT_GE(send().status, 500) << table;
    database.tamper("ALTER TABLE away RENAME TO " + table);
  };
  const auto upload = [&] { return put_document("innhold"); };
  const auto submit = [&] { return post({{"metadata", "", metadata().dump()}, {"fil", "vedtak.pdf", "x"}}); };
  for (const auto* table : {"document", "document_owner", "audit_entry"}) without(table, upload);
  for (const auto* table : {"document", "submission", "work", "audit_entry"}) without(table, submit);
  EXPECT_EQ(upload().status, 201) << "nothing of it was kept";
  EXPECT_EQ(submit().status, 201);
}

TEST_F(Answers, that_take_something_have_the_trace_of_their_caller_also_when_it_comes_again) {
  put_document("innhold");
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  const auto trace = [](const std::string& span) { return "00-4bf92f3577b34da6a3ce929d0e0e4736-" + span + "-01"; };
  const std::tuple<std::string, std::string, int> sent[] = {{"/v1/submissions", "00f067aa0ba902b7", 201},
                                                            {"/v1/submissions", "00f067aa0ba902b8", 200},
                                                            {"/v1/intake/innsending", "00f067aa0ba902b9", 200}};
  for (const auto& [target, span, status] : sent) {
    const auto answer = call("POST", target, kGericaKey, body.dump(),
                             "Content-Type: application/json\r\ntraceparent: " + trace(span) + "\r\n");
    EXPECT_EQ(answer.status, status) << answer.text;
    EXPECT_EQ(answer.headers.at("traceparent"), trace(span));
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE traceparent = '" + trace("00f067aa0ba902b7") + "'"), 1);
}

struct Refused {
  std::string method, target, key, body;
  std::string headers = "";
};

TEST_F(Answers, that_refuse_have_the_trace_of_their_caller_on_every_road) {
  const auto id = accept();
  readiness = Failure(Error(ErrorKind::unavailable, "lager.utilgjengelig", "store.read", PublicText{"Ikke nå."}));
  const std::string json_type = "Content-Type: application/json\r\n", proxied = "X-Forwarded-For: 203.0.113.7\r\n";
  const auto document = "/v1/documents/" + sha256_of("annet");
  const std::vector<Refused> all{
      {"POST", "/v1/submissions", "", ""},
      {"POST", "/v1/submissions", kOperatorKey, ""},
      {"POST", "/v1/submissions", kGericaKey, "tull", "Content-Type: text/plain\r\n"},
      {"POST", "/v1/submissions", kGericaKey, "tull", json_type},
      {"POST", "/v1/submissions", kGericaKey, std::string(70'000, ' '), json_type},
      {"POST", "/v1/submissions", kGericaKey, multipart({}), "Content-Type: multipart/form-data; boundary=grense\r\n"},
      {"POST", "/v1/intake/innsending", kGericaKey, "tull"},
      {"POST", "/v1/intake/ukjent", kGericaKey, "tull"},
      {"POST", "/v1/intake/defekt", kVismaKey, "tull"},
      {"PUT", "/v1/documents/tull", kGericaKey, "innhold"},
      {"PUT", document, kGericaKey, "innhold"},
      {"PUT", document, kGericaKey, std::string((1U << 20U) + 1, 'x')},
      {"PUT", "/v1/documents/" + sha256_of(""), kGericaKey, ""},
      {"PUT", document, kArchivistKey, "annet"},
      {"GET", document, kArchivistKey, ""},
      {"GET", "/v1/submissions/ukjent", kGericaKey, ""},
      {"GET", "/v1/submissions/" + id + "/receipt", kGericaKey, ""},
      {"GET", "/v1/submissions?limit=x", kGericaKey, ""},
      {"GET", "/v1/refusals?limit=x", kGericaKey, ""},
      {"POST", "/v1/operations/retries", kOperatorKey, "tull"},
      {"GET", "/v1/operations/retries/ukjent", kOperatorKey, ""},
      {"GET", "/v1/operations/balance?to=tull", kOperatorKey, ""},
      {"POST", "/v1/operations/dependencies/ukjent/resume", kOperatorKey, ""},
      {"GET", "/readyz", "", ""},
      {"GET", "/metrics", "", "", proxied},
      {"GET", "/ukjent", "", ""}};
  for (const auto& [method, target, key, body, headers] : all) {
    SCOPED_TRACE(method + " " + target + " " + headers);
    const std::string trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
    const auto answer = call(method, target, key, body, headers + trace);
    EXPECT_GE(answer.status, 400);
    EXPECT_EQ(answer.body().value("traceId", ""), "4bf92f3577b34da6a3ce929d0e0e4736");
    const auto own = call(method, target, key, body, headers).body().value("traceId", "");
    EXPECT_EQ(own.size(), 32U);
    EXPECT_NE(own, call(method, target, key, body, headers).body().value("traceId", "")) << "a new one each time";
  }
}

}  // namespace
}  // namespace fangst::testing

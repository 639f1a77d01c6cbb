#include "api_plant.hpp"

namespace fangst::testing {
namespace {

/// Every field of every view has a value that no other has, and stands under its own name.
class EveryField : public ApiTest {
 protected:
  std::string at(std::chrono::milliseconds after_the_start) const {
    return model::to_rfc3339(start_ + after_the_start);
  }
  std::string millis(std::chrono::milliseconds after_the_start) const {
    return std::to_string(model::to_millis(start_ + after_the_start));
  }
  json operations(const std::string& what) { return get("/v1/operations/" + what, kOperatorKey).body(); }

  /// With one document that came along and one that is to be fetched.
  std::string accept_two() {
    files.put("https://fagsystem.example.no/filer/2", "x");
    auto body = metadata();
    body["dokumenter"].push_back({{"tittel", "Vedlegg"},
                                  {"filnavn", "vedlegg.xml"},
                                  {"mimeType", "application/xml"},
                                  {"variantformat", "P"},
                                  {"tilknyttetRegistreringSom", "V"},
                                  {"url", "https://fagsystem.example.no/filer/2"}});
    const auto answer = post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", "innhold"}});
    EXPECT_EQ(answer.status, 201) << answer.text;
    return answer.body().value("id", "");
  }

 private:
  const model::Timestamp start_ = database.clock->now();
};

TEST_F(EveryField, of_a_submission_is_shown_under_its_own_name) {
  const auto id = accept_two();
  change_row(
      "format = 'format-1', pipeline = 'pipeline-1', state = 'retrying', step = 'step-1', attempts = 7, received_at "
      "= " +
      millis(std::chrono::seconds{1}) + ", updated_at = " + millis(std::chrono::seconds{2}) +
      ", next_at = " + millis(std::chrono::seconds{3}) +
      ", error_kind = 'unavailable', error_code = 'kode.en', error_text = 'Teksten.', error_detail = 'hemmelig', "
      "record = '{\"saksmappe\":\"mappe-1\",\"saksaar\":2021,\"sakssekvensnummer\":22,\"journalpost\":\"post-1\","
      "\"journalaar\":2023,\"journalsekvensnummer\":24,\"journalpostnummer\":25,\"core\":\"kjerne-1\"}'");
  database.tamper("INSERT INTO letter VALUES ('brev-1', '" + id +
                  "', 0, 'kanal-1', 'grunn-1', 'delivered', 'ekstern-1', "
                  "'status-1', 1, 'node-1', 2, " +
                  millis(std::chrono::seconds{4}) + ")");
  database.tamper("INSERT INTO letter VALUES ('brev-2', '" + id +
                  "', 3, NULL, '', 'planned', '', '', NULL, '', NULL, NULL)");

  const json expected = {
      {"id", id},
      {"source", "gerica"},
      {"externalKey", "K-1"},
      {"format", "format-1"},
      {"type", "vedtak"},
      {"pipeline", "pipeline-1"},
      {"state", "retrying"},
      {"step", "step-1"},
      {"attempts", 7},
      {"receivedAt", at(std::chrono::seconds{1})},
      {"updatedAt", at(std::chrono::seconds{2})},
      {"nextAt", at(std::chrono::seconds{3})},
      {"fingerprint", text("SELECT fingerprint FROM submission")},
      {"documents",
       {{{"filnavn", "vedtak.pdf"}, {"variantformat", "A"}, {"sha256", sha256_of("innhold")}, {"size", 7}},
        {{"filnavn", "vedlegg.xml"}, {"variantformat", "P"}}}},
      {"letters",
       {{{"id", "brev-1"},
         {"part", 0},
         {"channel", "kanal-1"},
         {"reason", "grunn-1"},
         {"state", "delivered"},
         {"externalId", "ekstern-1"},
         {"dependencyStatus", "status-1"},
         {"dispatchedAt", at(std::chrono::seconds{4})}},
        {{"id", "brev-2"},
         {"part", 3},
         {"channel", ""},
         {"reason", ""},
         {"state", "planned"},
         {"externalId", ""},
         {"dependencyStatus", ""}}}},
      {"noark",
       {{"saksmappe", "mappe-1"},
        {"saksaar", 2021},
        {"sakssekvensnummer", 22},
        {"saksnummer", "2021/22"},
        {"journalpost", "post-1"},
        {"journalaar", 2023},
        {"journalsekvensnummer", 24},
        {"journalpostnummer", 25},
        {"core", "kjerne-1"}}},
      {"error", {{"kind", "unavailable"}, {"code", "kode.en"}, {"text", "Teksten."}}}};
  EXPECT_EQ(get("/v1/submissions/" + id).body(), expected);
}

TEST_F(EveryField, of_a_list_of_submissions_is_shown_under_its_own_name) {
  const auto first = accept("K-1");
  const auto second = accept("V-1", kVismaKey);
  change_row("state = 'parked', step = 'step-1', type = 'type-1', received_at = " + millis(std::chrono::seconds{1}) +
             ", updated_at = " + millis(std::chrono::seconds{2}) +
             ", error_kind = 'internal', error_code = 'kode.en', error_text = 'Teksten.', error_detail = 'hemmelig'");
  const json expected = {{{"id", first},
                          {"source", "gerica"},
                          {"externalKey", "K-1"},
                          {"type", "type-1"},
                          {"state", "parked"},
                          {"step", "step-1"},
                          {"receivedAt", at(std::chrono::seconds{1})},
                          {"updatedAt", at(std::chrono::seconds{2})},
                          {"error", {{"code", "kode.en"}, {"text", "Teksten."}}}},
                         {{"id", second},
                          {"source", "visma"},
                          {"externalKey", "V-1"},
                          {"type", "vedtak"},
                          {"state", "in_flight"},
                          {"step", "arkiver"},
                          {"receivedAt", at({})},
                          {"updatedAt", at({})}}};
  EXPECT_EQ(get("/v1/submissions", kArchivistKey).body(), (json{{"submissions", expected}}));
}

TEST_F(EveryField, of_what_will_happen_next_is_shown_while_something_will) {
  const auto id = accept();
  for (const auto* state : {"in_flight", "holding", "waiting", "retrying", "unknown_outcome"}) {
    change_row(std::string("state = '") + state + "'");
    EXPECT_TRUE(get("/v1/submissions/" + id).body().contains("nextAt")) << state;
  }
  for (const auto* state : {"finished", "closed", "parked"}) {
    change_row(std::string("state = '") + state + "'");
    EXPECT_FALSE(get("/v1/submissions/" + id).body().contains("nextAt")) << state;
  }
}

TEST_F(EveryField, of_an_event_is_shown_under_its_own_name) {
  accept("K-0");
  database.clock->advance(std::chrono::seconds{5});
  const auto id = accept("K-1");
  database.clock->advance(std::chrono::seconds{5});
  archive(id);
  const auto events = get("/v1/submissions/" + id + "/events").body().at("events");
  const auto& first = events.at(0);
  EXPECT_EQ(first.size(), 5U) << first;
  EXPECT_EQ(first.at("index"),
            count("SELECT idx FROM audit_entry WHERE submission_id = '" + id + "' ORDER BY idx LIMIT 1"));
  EXPECT_EQ(first.at("at"), at(std::chrono::seconds{5}));
  EXPECT_EQ(first.at("kind"), "submission.accepted");
  EXPECT_EQ(first.at("actor"), "source:gerica");
  EXPECT_TRUE(first.at("details").is_object());
  EXPECT_EQ(events.back().at("at"), at(std::chrono::seconds{10}));
  EXPECT_GT(events.back().at("index"), first.at("index"));
}

TEST_F(EveryField, of_the_overview_is_shown_under_its_own_name) {
  const auto id = accept("K-1");
  accept("K-2");
  accept("K-3");
  change_row("pipeline = 'pipeline-1', step = 'step-1', received_at = " + millis(std::chrono::seconds{8}));
  change_row("pipeline = 'pipeline-1', step = 'step-1', received_at = " + millis(std::chrono::seconds{6}), "K-2");
  change_row(
      "pipeline = 'pipeline-2', step = 'step-2', state = 'waiting', received_at = " + millis(std::chrono::seconds{7}),
      "K-3");
  for (const auto* number : {"1", "2", "3"}) {
    database.tamper("INSERT INTO letter VALUES ('brev-" + std::string(number) + "', '" + id + "', " + number +
                    ", 'kanal-1', '', 'refused', '', '', NULL, '', NULL, NULL)");
  }
  dependencies.add("svarut").pause();
  dependencies.add("krr");
  const auto body = operations("overview");
  EXPECT_EQ(body.at("backlog"), (json{{{"pipeline", "pipeline-1"},
                                       {"step", "step-1"},
                                       {"state", "in_flight"},
                                       {"count", 2},
                                       {"oldest", at(std::chrono::seconds{6})}},
                                      {{"pipeline", "pipeline-2"},
                                       {"step", "step-2"},
                                       {"state", "waiting"},
                                       {"count", 1},
                                       {"oldest", at(std::chrono::seconds{7})}}}));
  EXPECT_EQ(body.at("letters"), (json::array({{{"channel", "kanal-1"}, {"state", "refused"}, {"count", 3}}})));
  std::map<std::string, std::string> states;
  for (const auto& one : body.at("dependencies")) states[one.at("name")] = one.at("state");
  EXPECT_EQ(states, (std::map<std::string, std::string>{{"krr", "closed"}, {"svarut", "paused"}}));
}

TEST_F(EveryField, of_a_parked_group_is_shown_under_its_own_name) {
  const auto first = accept("K-1");
  const auto second = accept("K-2");
  park(first, "kode.en");
  database.clock->advance(std::chrono::seconds{9});
  park(second, "kode.en");
  change_row("step = 'step-1', error_text = 'Teksten.'");
  change_row("step = 'step-1', error_text = 'Teksten.'", "K-2");
  const json group = {{"step", "step-1"},
                      {"code", "kode.en"},
                      {"text", "Teksten."},
                      {"count", 2},
                      {"first", at({})},
                      {"last", at(std::chrono::seconds{9})},
                      {"examples", {first, second}}};
  EXPECT_EQ(operations("parked"), (json{{"groups", {group}}}));
}

TEST_F(EveryField, of_a_refusal_is_shown_under_its_own_name_to_the_source_and_to_the_operator) {
  const std::string header = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
  database.clock->advance(std::chrono::seconds{3});
  post({{"metadata", "", metadata().dump()}}, header);
  const json errors = {{{"pointer", "/dokumenter/0/filnavn"},
                        {"detail", "Dokumentet er verken lagt ved, lastet opp på forhånd eller gitt med adresse."}}};
  json expected = {{"at", at(std::chrono::seconds{3})},
                   {"source", "gerica"},
                   {"outcome", "refused"},
                   {"format", "innsending"},
                   {"externalKey", "K-1"},
                   {"code", "innsending.dokumenter"},
                   {"traceId", "4bf92f3577b34da6a3ce929d0e0e4736"},
                   {"errors", errors}};
  EXPECT_EQ(get("/v1/refusals").body(), (json{{"refusals", {expected}}}));
  EXPECT_EQ(operations("refusals"), (json{{"refusals", {expected}}}));

  accept("K-2");
  database.clock->advance(std::chrono::seconds{1});
  post({{"metadata", "", metadata("K-2").dump()}, {"fil", "vedtak.pdf", "annet"}}, header);
  expected["at"] = at(std::chrono::seconds{4});
  expected["outcome"] = "conflict";
  expected["externalKey"] = "K-2";
  expected["code"] = "innsending.annet_innhold";
  expected["errors"] = json::array();
  EXPECT_EQ(get("/v1/refusals").body().at("refusals").at(0), expected);
}

TEST_F(EveryField, of_a_retry_is_shown_under_its_own_name) {
  const auto id = accept("K-1");
  const auto other = accept("K-2");
  park(id);
  database.clock->advance(std::chrono::seconds{2});
  const auto answer =
      call("POST", "/v1/operations/retries", kOtherOperatorKey, json{{"ids", {other, id}}, {"dryRun", false}}.dump());
  auto items =
      json::array({{{"submission", id}, {"result", "retried"}}, {{"submission", other}, {"result", "not_parked"}}});
  if (other < id) std::swap(items[0], items[1]);
  const auto job = answer.headers.at("location").substr(std::string("/v1/operations/retries/").size());
  EXPECT_EQ(answer.body(),
            (json{{"id", job}, {"at", at(std::chrono::seconds{2})}, {"actor", "operator:vakt"}, {"items", items}}));
}

TEST_F(EveryField, of_the_balance_is_a_count_of_its_own_and_the_sum_holds_or_does_not) {
  for (int i = 0; i < 9; ++i) accept("K-" + std::to_string(i));
  for (const auto* key : {"K-0", "K-1", "K-2"}) change_row("state = 'finished'", key);
  for (const auto* key : {"K-3", "K-4", "K-5", "K-6", "K-7"}) change_row("state = 'parked'", key);
  for (int i = 0; i < 2; ++i) post({{"metadata", "", "tull"}});
  for (int i = 0; i < 4; ++i) {
    post({{"metadata", "", metadata("K-0").dump()}, {"fil", "vedtak.pdf", "innhold av K-0"}});
  }
  json expected = {{"source", "gerica"}, {"day", "2026-09-21"}, {"received", 15}, {"finished", 3}, {"refused", 2},
                   {"duplicate", 4},     {"inFlight", 1},       {"parked", 5},    {"holds", true}};
  EXPECT_EQ(operations("balance"), (json{{"balance", {expected}}}));
  database.tamper("DELETE FROM submission WHERE external_key = 'K-3'");
  expected["parked"] = 4;
  expected["holds"] = false;
  EXPECT_EQ(operations("balance"), (json{{"balance", {expected}}}));
}

}  // namespace
}  // namespace fangst::testing

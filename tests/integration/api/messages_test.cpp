#include "api_plant.hpp"

#include <future>

namespace fangst::testing {
namespace {

/// What intake makes of what a format read: bytes to documents, cases to their order, errors to refusals.
class Messages : public ApiTest {
 protected:
  static constexpr auto kJson = "Content-Type: application/json\r\n";

  static json with_documents(const std::string& key, const std::vector<std::string>& names) {
    auto body = metadata(key);
    body["dokumenter"] = json::array();
    for (const auto& name : names) {
      body["dokumenter"].push_back({{"tittel", name}, {"filnavn", name}, {"mimeType", "application/pdf"}});
    }
    return body;
  }
  Answer send(const json& content, const json& embedded = json::array()) {
    return call("POST", "/v1/intake/skript", kVismaKey, json{{"content", content}, {"embedded", embedded}}.dump());
  }
  bool is_kept(const std::string& bytes) { return database->documents().open(crypto::sha256(bytes)).has_value(); }
  static json errors(const Answer& answer) { return answer.body().value("errors", json()); }
  /// Past the HTTP API.
  Result<intake::Reply> submit(intake::Request request) {
    std::promise<Result<intake::Reply>> replied;
    door.submit(std::move(request), [&](Result<intake::Reply> reply) { replied.set_value(std::move(reply)); });
    return replied.get_future().get();
  }
};

TEST_F(Messages, have_their_documents_inside_by_their_place_and_not_by_their_order) {
  const auto answer =
      send(with_documents("K-1", {"a", "b", "c"}),
           {{{"index", 2}, {"bytes", "ccc"}}, {{"index", 0}, {"bytes", "a"}}, {{"index", 1}, {"bytes", "bb"}}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.body().at("documents"), (json{{{"filnavn", "a"}, {"sha256", sha256_of("a")}, {"size", 1}},
                                                 {{"filnavn", "b"}, {"sha256", sha256_of("bb")}, {"size", 2}},
                                                 {{"filnavn", "c"}, {"sha256", sha256_of("ccc")}, {"size", 3}}}));
  for (const auto* bytes : {"a", "bb", "ccc"}) EXPECT_TRUE(is_kept(bytes)) << bytes;
}

TEST_F(Messages, are_refused_for_each_document_inside_that_is_not_as_they_say) {
  auto content = with_documents("K-1", {"a", "b", "c", "d"});
  content["dokumenter"][1]["sjekksum"] = sha256_of("annet");
  content["dokumenter"][2]["filstoerrelse"] = 4;
  const auto answer =
      send(content, {{{"index", 1}, {"bytes", "bb"}}, {{"index", 2}, {"bytes", "ccc"}}, {{"index", 3}, {"bytes", ""}}});
  expect_problem(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(errors(answer),
            (json{{{"pointer", "/dokumenter/1/sjekksum"},
                   {"detail", "Oppgitt sjekksum er " + sha256_of("annet") + ", men det mottatte dokumentet har " +
                                  sha256_of("bb") + "."}},
                  {{"pointer", "/dokumenter/2/filstoerrelse"},
                   {"detail", "Oppgitt størrelse er 4 byte, men dokumentet har 3."}},
                  {{"pointer", "/dokumenter/3/filnavn"}, {"detail", "Dokumentet er tomt."}},
                  {{"pointer", "/dokumenter/0/filnavn"},
                   {"detail", "Dokumentet er verken lagt ved, lastet opp på forhånd eller gitt med adresse."}}}));
  EXPECT_FALSE(is_kept("bb")) << "nothing of what is refused is kept";
}

TEST_F(Messages, name_the_right_one_of_several_files_that_are_not_as_they_say) {
  auto body = with_documents("K-1", {"a", "b", "c"});
  body["dokumenter"][1]["filstoerrelse"] = 4;
  body["dokumenter"][2]["sjekksum"] = sha256_of("annet");
  const auto answer =
      post({{"metadata", "", body.dump()}, {"f", "c", "ccc"}, {"f", "ukjent", "x"}, {"f", "b", "bb"}, {"f", "a", "a"}});
  expect_refusal(answer, 400, "innsending.dokumenter");
  std::vector<std::string> pointers;
  for (const auto& error : errors(answer)) pointers.push_back(error.at("pointer"));
  EXPECT_EQ(pointers,
            (std::vector<std::string>{"/dokumenter/2/sjekksum", "/dokumenter", "/dokumenter/1/filstoerrelse"}));
}

TEST_F(Messages, keep_every_file_and_tie_each_by_its_name) {
  const auto answer = post({{"metadata", "", with_documents("K-1", {"a", "b", "c"}).dump()},
                            {"f", "c", "ccc"},
                            {"b", "", "bb"},
                            {"f", "a", "a"}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.body().at("documents"), (json{{{"filnavn", "a"}, {"sha256", sha256_of("a")}, {"size", 1}},
                                                 {{"filnavn", "b"}, {"sha256", sha256_of("bb")}, {"size", 2}},
                                                 {{"filnavn", "c"}, {"sha256", sha256_of("ccc")}, {"size", 3}}}))
      << "a part without a file name has its own name";
  for (const auto* bytes : {"a", "bb", "ccc"}) EXPECT_TRUE(is_kept(bytes)) << bytes;
}

TEST_F(Messages, claim_each_document_with_its_own_size) {
  put_document("a");
  put_document("bb");
  auto body = with_documents("K-1", {"1", "2", "3"});
  body["dokumenter"][0]["sjekksum"] = sha256_of("bb");
  body["dokumenter"][1]["sjekksum"] = sha256_of("a");
  body["dokumenter"][2]["sjekksum"] = sha256_of("a");
  body["dokumenter"][2]["filstoerrelse"] = 1;
  const auto answer = post_json(body);
  ASSERT_EQ(answer.status, 201) << answer.text;
  std::vector<int> sizes;
  const auto documents = answer.body().at("documents");
  for (const auto& document : documents) sizes.push_back(document.at("size"));
  EXPECT_EQ(sizes, (std::vector<int>{2, 1, 1}));
  body["eksternNoekkel"] = "K-2";
  body["dokumenter"][2]["filstoerrelse"] = 2;
  expect_refusal(post_json(body), 400, "innsending.dokumenter");
}

TEST_F(Messages, name_every_document_that_they_may_not_claim_or_fetch) {
  auto body = with_documents("K-1", {"a", "b", "c"});
  for (auto& document : body["dokumenter"]) document["sjekksum"] = sha256_of("ikke lastet opp");
  auto answer = post_json(body);
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(errors(answer).size(), 3U) << answer.text;
  EXPECT_EQ(errors(answer).at(2).at("pointer"), "/dokumenter/2/sjekksum");
  body = with_documents("K-1", {"a", "b", "c"});
  for (auto& document : body["dokumenter"]) document["url"] = "https://andre.example.no/1";
  answer = post_json(body);
  expect_refusal(answer, 400, "innsending.dokumenter");
  EXPECT_EQ(errors(answer), (json{{{"pointer", "/dokumenter/0/url"}, {"detail", "Adressen er ikke tillatt."}},
                                  {{"pointer", "/dokumenter/1/url"}, {"detail", "Adressen er ikke tillatt."}},
                                  {{"pointer", "/dokumenter/2/url"}, {"detail", "Adressen er ikke tillatt."}}}));
}

TEST_F(Messages, may_say_the_hash_of_a_file_that_is_to_be_fetched) {
  files.put("https://fagsystem.example.no/filer/1", "x");
  auto body = metadata();
  body["dokumenter"][0]["url"] = "https://fagsystem.example.no/filer/1";
  body["dokumenter"][0]["sjekksum"] = sha256_of("aldri lastet opp");
  const auto answer = post_json(body);
  EXPECT_EQ(answer.status, 201) << answer.text;
}

TEST_F(Messages, of_one_case_wait_for_each_other_and_all_others_do_not) {
  const auto accepted = [&](const std::string& key, const std::string& fagsystem, const std::string& noekkel,
                            std::string_view who) {
    auto body = metadata(key);
    body["sak"]["eksternNoekkel"] = {{"fagsystem", fagsystem}, {"noekkel", noekkel}};
    EXPECT_EQ(post({{"metadata", "", body.dump()}, {"fil", "vedtak.pdf", key}}, {}, who).status, 201);
    return stored(key).state;
  };
  EXPECT_EQ(accepted("K-1", "Gerica", "S-1", kGericaKey), "in_flight");
  EXPECT_EQ(accepted("K-2", "Gerica", "S-1", kGericaKey), "holding");
  EXPECT_EQ(accepted("K-3", "Profil", "S-1", kGericaKey), "in_flight") << "another specialist system's case";
  EXPECT_EQ(accepted("K-4", "Gerica", "S-2", kGericaKey), "in_flight");
  EXPECT_EQ(accepted("K-5", "Gerica", "S-1", kVismaKey), "in_flight") << "another source's";
  EXPECT_EQ(accepted("K-6", "Gerica", "S-2", kGericaKey), "holding");
}

TEST_F(Messages, that_nothing_was_decided_about_are_not_counted_as_refused) {
  std::int64_t refused = 0;
  for (const auto& [kind, counts] : {std::pair{"invalid_input", 1},
                                     {"forbidden", 1},
                                     {"not_found", 1},
                                     {"too_large", 1},
                                     {"unavailable", 0},
                                     {"internal", 0}}) {
    const auto answer = call("POST", "/v1/intake/skript", kVismaKey, json{{"error", kind}}.dump());
    EXPECT_EQ(answer.type(), "urn:fangst:problem:skript.feil");
    refused += counts;
    EXPECT_EQ(balance_of("visma").refused, refused) << kind;
  }
  call("POST", "/v1/intake/defekt", kVismaKey, "x");
  EXPECT_EQ(balance_of("visma").refused, refused);
}

TEST_F(Messages, are_not_refused_before_the_refusal_is_stored) {
  database.tamper("ALTER TABLE intake_refusal RENAME TO away");
  const auto answer = post({{"metadata", "", "tull"}});
  EXPECT_GE(answer.status, 500) << answer.text;
  EXPECT_TRUE(answer.type().starts_with("urn:fangst:problem:lager.")) << answer.text;
  database.tamper("ALTER TABLE away RENAME TO intake_refusal");
  expect_refusal(post({{"metadata", "", "tull"}}), 400, "innsending.ikke_json");
}

TEST_F(Messages, take_no_file_for_a_document_that_they_have_inside) {
  auto writer = database->documents().begin();
  ASSERT_TRUE(writer->write("fil"));
  intake::Request request{model::SourceName("visma"), "skript", "", "", "", "", {}};
  request.message =
      json{{"content", with_documents("K-1", {"a"})}, {"embedded", {{{"index", 0}, {"bytes", "inni"}}}}}.dump();
  request.files.push_back({"a", *writer->finish()});
  const auto reply = submit(std::move(request));
  ASSERT_FALSE(reply);
  ASSERT_EQ(reply.error().fields().size(), 1U);
  EXPECT_EQ(reply.error().fields()[0].pointer, "/dokumenter");
}

TEST_F(Messages, of_nobody_that_is_known_are_refused_and_counted) {
  const auto reply = submit({model::SourceName("fremmed"), "innsending", "{}", "", "", "", {}});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code(), "mottak.ukjent_format");
  EXPECT_EQ(balance_of("fremmed").refused, 1);
  EXPECT_FALSE(door.knows(model::SourceName("fremmed")));
  EXPECT_TRUE(door.knows(model::SourceName("visma")));
}

TEST_F(Messages, are_the_same_by_idempotency_key_on_every_road) {
  const std::string header = "Idempotency-Key: i-1\r\n";
  put_document("innhold");
  auto body = metadata("K-1");
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  auto other = body;
  other["eksternNoekkel"] = "K-2";
  EXPECT_EQ(call("POST", "/v1/intake/innsending", kGericaKey, body.dump(), header).status, 201);
  expect_refusal(call("POST", "/v1/intake/innsending", kGericaKey, other.dump(), header), 409,
                 "innsending.annet_innhold");
  expect_refusal(call("POST", "/v1/submissions", kGericaKey, other.dump(), kJson + header), 409,
                 "innsending.annet_innhold");
  EXPECT_EQ(call("POST", "/v1/submissions", kGericaKey, body.dump(), kJson + header).headers.at("fangst-replayed"),
            "true");
}

TEST_F(Messages, in_json_may_name_their_alphabet) {
  put_document("innhold");
  auto body = metadata();
  body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
  const auto answer =
      call("POST", "/v1/submissions", kGericaKey, body.dump(), "Content-Type: application/json; charset=utf-8\r\n");
  EXPECT_EQ(answer.status, 201) << answer.text;
}

TEST_F(Messages, have_any_idempotency_key_of_visible_ascii) {
  const auto refusal_with = [&](const std::string& key) {
    const auto reply =
        submit({model::SourceName("visma"), "skript", json{{"error", "forbidden"}}.dump(), key, "", "", {}});
    return reply ? "" : reply.error().code();
  };
  for (const std::string& good : {std::string(), std::string("!"), std::string("~"), std::string(200, 'x')}) {
    EXPECT_EQ(refusal_with(good), "skript.feil") << good << ": it was read";
  }
  for (const std::string& bad : {std::string(" "), std::string("a b"), std::string("\x7F"), std::string("\x1F"),
                                 std::string("a\n"), std::string("\xC3\xA5"), std::string(201, 'x')}) {
    EXPECT_EQ(refusal_with(bad), "mottak.ugyldig_idempotensnoekkel") << bad;
  }
}

}  // namespace
}  // namespace fangst::testing

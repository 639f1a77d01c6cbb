#include "api_plant.hpp"

namespace fangst::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Keys = std::vector<std::string>;

/// What was refused, of two sources and for two causes, in the order G-1, V-1, G-2, V-2 ...: odd ones for the first
/// cause.
class RefusalList : public ApiTest {
 protected:
  void SetUp() override {
    for (int i = 1; i <= 5; ++i) {
      for (const auto* source : {"gerica", "visma"}) {
        const std::string key = (*source == 'g' ? "G-" : "V-") + std::to_string(i);
        database.tamper(
            "INSERT INTO intake_refusal (at, source, outcome, format, external_key, code, trace_id, fields) "
            "VALUES (1790000000000, '" +
            std::string(source) + "', 'refused', 'innsending', '" + key + "', '" +
            (i % 2 == 1 ? "kode.en" : "kode.to") + "', 'spor-" + key + "', '[]')");
      }
    }
  }
  static Keys keys_of(const json& body) {
    Keys keys;
    for (const auto& one : body.at("refusals")) keys.push_back(one.at("externalKey"));
    return keys;
  }
  Keys of_gerica(const std::string& query) { return keys_of(get("/v1/refusals" + query).body()); }
  Keys of_all(const std::string& query) { return keys_of(get("/v1/operations/refusals" + query, kOperatorKey).body()); }
};

TEST_F(RefusalList, shows_the_newest_first_and_a_source_its_own) {
  EXPECT_THAT(of_gerica(""), ElementsAre("G-5", "G-4", "G-3", "G-2", "G-1"));
  EXPECT_THAT(of_gerica("?source=visma"), ElementsAre("G-5", "G-4", "G-3", "G-2", "G-1"));
  EXPECT_THAT(keys_of(get("/v1/refusals", kVismaKey).body()), ElementsAre("V-5", "V-4", "V-3", "V-2", "V-1"));
  EXPECT_THAT(of_all(""), ElementsAre("V-5", "G-5", "V-4", "G-4", "V-3", "G-3", "V-2", "G-2", "V-1", "G-1"));
}

TEST_F(RefusalList, finds_by_each_of_its_criteria_and_by_all_of_them) {
  EXPECT_THAT(of_gerica("?code=kode.en"), ElementsAre("G-5", "G-3", "G-1"));
  EXPECT_THAT(of_gerica("?traceId=spor-G-2"), ElementsAre("G-2"));
  EXPECT_THAT(of_gerica("?traceId=spor-G-2&code=kode.en"), IsEmpty());
  EXPECT_THAT(of_gerica("?traceId=spor-V-2"), IsEmpty()) << "another source's";
  EXPECT_THAT(of_all("?code=kode.to"), ElementsAre("V-4", "G-4", "V-2", "G-2"));
  EXPECT_THAT(of_all("?code=kode.to&source=visma"), ElementsAre("V-4", "V-2"));
  EXPECT_THAT(of_all("?source=gerica"), ElementsAre("G-5", "G-4", "G-3", "G-2", "G-1"));
  EXPECT_THAT(of_all("?traceId=spor-V-2"), ElementsAre("V-2"));
}

TEST_F(RefusalList, visits_each_once_page_by_page_of_the_same_search) {
  const std::tuple<std::string, std::string, Keys> searches[] = {
      {"/v1/refusals?limit=2", kGericaKey, {"G-5", "G-4", "G-3", "G-2", "G-1"}},
      {"/v1/refusals?limit=5", kGericaKey, {"G-5", "G-4", "G-3", "G-2", "G-1"}},
      {"/v1/refusals?limit=1&code=kode.en", kGericaKey, {"G-5", "G-3", "G-1"}},
      {"/v1/operations/refusals?limit=3&source=visma", kOperatorKey, {"V-5", "V-4", "V-3", "V-2", "V-1"}}};
  for (const auto& [search, key, expected] : searches) {
    Keys found;
    std::string cursor;
    for (int page = 0; page < 20; ++page) {
      const auto body = get(search + cursor, key).body();
      for (const auto& one : keys_of(body)) found.push_back(one);
      if (!body.contains("nextCursor")) break;
      cursor = "&cursor=" + body.at("nextCursor").get<std::string>();
    }
    EXPECT_EQ(found, expected) << search;
  }
}

TEST_F(RefusalList, says_that_there_is_more_only_when_a_page_is_full) {
  EXPECT_FALSE(get("/v1/refusals?limit=6").body().contains("nextCursor"));
  EXPECT_TRUE(get("/v1/refusals?limit=5").body().contains("nextCursor"));
}

TEST_F(RefusalList, refuses_parameters_that_make_no_sense_and_names_them) {
  for (const std::string name : {"cursor", "limit"}) {
    for (const auto* bad : {"x", "-1", "1.5", "99999999999999999999"}) {
      for (const auto& [path, key] :
           {std::pair{"/v1/refusals?", kGericaKey}, {"/v1/operations/refusals?", kOperatorKey}}) {
        const auto answer = get(path + name + "=" + bad, key);
        expect_problem(answer, 400, "api.ugyldig_parameter");
        EXPECT_EQ(answer.body().at("errors").at(0).at("pointer"), name);
      }
    }
  }
}

}  // namespace
}  // namespace fangst::testing

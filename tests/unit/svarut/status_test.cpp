#include "dispatcher_fixture.hpp"

#include <future>
#include <thread>

namespace fangst::svarut {
namespace {

using ports::LetterProgress;

class Status : public DispatcherTest {};

std::string statuses(const std::vector<std::pair<std::string, std::string>>& rows) {
  Json list = Json::array();
  for (const auto& [id, word] : rows) {
    list.push_back({{"id", id}, {"sisteStatusEndring", "2023-01-01T11:33:55.008+01:00"}, {"status", word}});
  }
  return Json{{"statuser", list}}.dump();
}

TEST_F(Status, asks_for_the_id_and_gives_svaruts_own_word) {
  http_.then(200, statuses({{kId, "SENDT_PRINT"}}));
  const auto status = dispatcher_.status(kId, soon());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->dependency_status, "SENDT_PRINT");
  EXPECT_EQ(status->progress, LetterProgress::in_progress);
  EXPECT_EQ(status->changed_at, model::parse_timestamp("2023-01-01T10:33:55.008Z"));
  const auto& call = http_.calls().at(0);
  EXPECT_EQ(call.request.url, "https://svarut.example/api/v3/kontoer/konto-1/forsendelser/status/sok");
  EXPECT_EQ(Json::parse(call.body), (Json{{"id", {kId}}}));
}

TEST_F(Status, tells_the_end_from_the_way_there) {
  const std::vector<std::pair<const char*, LetterProgress>> table = {
      {"MOTTATT", LetterProgress::in_progress},
      {"AKSEPTERT", LetterProgress::in_progress},
      {"AVVIST", LetterProgress::refused},
      {"FEILET_UNDER_MOTTAK", LetterProgress::refused},
      {"KLAR_FOR_MOTTAK", LetterProgress::in_progress},
      {"VARSLET", LetterProgress::in_progress},
      {"LEST", LetterProgress::delivered},
      {"SENDT_DIGITALT", LetterProgress::delivered},
      {"SENDT_SDP", LetterProgress::in_progress},
      {"LEVERT_SDP", LetterProgress::delivered},
      {"SENDT_PRINT", LetterProgress::in_progress},
      {"PRINTET", LetterProgress::delivered},
      {"IKKE_LEVERT", LetterProgress::refused},
      {"MANUELT_HANDTERT", LetterProgress::delivered},
      {"SLETTET", LetterProgress::refused},
      {"SENDT_NHN_MOTTAKER", LetterProgress::in_progress},
      {"LEVERT_NHN_MOTTAKER", LetterProgress::delivered},
      {"NOE_HELT_NYTT", LetterProgress::in_progress}};
  for (const auto& [word, progress] : table) {
    http_.then(200, statuses({{kId, word}}));
    EXPECT_EQ(dispatcher_.status(kId, soon())->progress, progress) << word;
  }
}

TEST_F(Status, survives_rows_it_cannot_read) {
  http_.then(200,
             R"({"statuser":[null,7,{},{"id":"a"},{"id":")" + kId + R"(","status":"LEST","sisteStatusEndring":7}]})");
  const auto status = dispatcher_.status(kId, soon());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->progress, LetterProgress::delivered);
  EXPECT_FALSE(status->changed_at);
}

TEST_F(Status, tries_once_more_with_a_new_token_after_401) {
  http_.then(401).then(200, statuses({{kId, "LEST"}}));
  EXPECT_TRUE(dispatcher_.status(kId, soon()));
}

TEST_F(Status, is_asked_for_within_half_a_minute_and_never_longer_than_the_caller_has) {
  for (const auto& [has, gets] : std::vector<std::pair<int, int>>{{31, 30}, {30, 30}, {29, 29}}) {
    http_.then(200, statuses({{kId, "LEST"}}));
    ASSERT_TRUE(dispatcher_.status(kId, clock_.monotonic() + std::chrono::seconds(has)));
    EXPECT_EQ(http_.calls().back().deadline, clock_.monotonic() + std::chrono::seconds(gets));
  }
}

/// Answers calls itself, since how threads fall into batches is not given. Refuses every call that names "ond".
/// The first call lasts until two others wait.
class AnsweringHttp final : public ports::HttpClient {
 public:
  explicit AnsweringHttp(const support::ManualClock& clock) : clock_(clock) {}

  std::atomic<int> calls{0};
  Result<ports::HttpResponse> send(const ports::HttpRequest& request, model::Deadline) override {
    if (++calls == 1) {
      EXPECT_TRUE(clock_.is_waited_by(std::chrono::milliseconds(0), std::chrono::minutes(16), 2));
    }
    std::vector<std::pair<std::string, std::string>> rows;
    const auto question = Json::parse(request.body);
    for (const auto& id : question.at("id")) {
      if (id == "ond") return ports::HttpResponse{400, {}, ""};
      rows.emplace_back(id, id == "lest" ? "LEST" : "VARSLET");
    }
    return ports::HttpResponse{200, {}, statuses(rows)};
  }
  Result<ports::HttpResponse> download(const ports::HttpRequest& request, const BodySink&, model::Deadline d) override {
    return send(request, d);
  }

 private:
  const support::ManualClock& clock_;
};

TEST_F(Status, shares_calls_between_threads_and_isolates_an_id_that_is_refused) {
  AnsweringHttp http(clock_);
  Dispatcher dispatcher(settings(), http, tokens_, documents_, clock_);
  const std::vector<std::string> ids = {"a", "b", "lest", "ond"};
  std::vector<std::future<void>> asked;
  for (int t = 0; t < 16; ++t) {
    asked.push_back(std::async(std::launch::async, [&, t] {
      for (std::size_t i = 0; i < 10; ++i) {
        const auto& id = ids[(static_cast<std::size_t>(t) + i) % ids.size()];
        const auto status = dispatcher.status(id, soon());
        ASSERT_EQ(status.has_value(), id != "ond");
        if (!status) continue;
        EXPECT_EQ(status->progress, id == "lest" ? LetterProgress::delivered : LetterProgress::in_progress);
      }
    }));
  }
  for (auto& one : asked) one.get();
  EXPECT_LT(http.calls, 160 * 2);
}

}  // namespace
}  // namespace fangst::svarut

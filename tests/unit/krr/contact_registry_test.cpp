#include "registry_fixture.hpp"

#include <future>
#include <set>

namespace fangst::krr {
namespace {

using support::ScriptedHttpClient;

class ContactRegistryTest : public RegistryTest {};

// All from Tenor's series: +80 on the month, valid control digits.
const std::vector<std::string> kPeople = {"17912099997", "29822099635", "05840399895", "12829499914",
                                          "21929774873", "10915596784", "20914695016"};

TEST_F(ContactRegistryTest, asks_with_post_so_that_no_number_stands_in_a_url) {
  http_.then(200, answer_with(Json::array({row(kOla, "AKTIV", "JA")})));
  const auto known = look_up(kOla);
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->reservert);
  const auto& call = http_.calls().at(0);
  EXPECT_EQ(call.request.method, "POST");
  EXPECT_EQ(call.request.url, "https://krr.example/rest/v2/personer");
  EXPECT_EQ(Json::parse(call.body), (Json{{"personidentifikatorer", {kOla}}, {"inkluderIkkeRegistrerte", true}}));
  const ports::HttpHeaders expected = {
      {"Content-Type", "application/json"}, {"Accept", "application/json"}, {"Authorization", "Bearer token-1"}};
  EXPECT_EQ(call.request.headers, expected);
  EXPECT_EQ(tokens_.scopes(), std::vector<std::string>{"krr:b krr:a"});
}

TEST_F(ContactRegistryTest, sends_no_number_that_cannot_be_one) {
  for (const char* number : {"", "17912099998", "1791209999", "13094570055"}) {  // the last is a real-format number
    const auto known = look_up(number);
    ASSERT_FALSE(known) << number;
    EXPECT_EQ(known.error().kind(), ErrorKind::invalid_input);
    EXPECT_EQ(known.error().public_text().find_first_of("0123456789"), std::string::npos);
  }
  EXPECT_TRUE(http_.calls().empty());
}

TEST_F(ContactRegistryTest, tries_once_more_with_a_new_token_after_401) {
  http_.then(401).then(200, answer_with(Json::array({row(kOla)})));
  EXPECT_TRUE(look_up(kOla));
  EXPECT_EQ(http_.calls().at(1).request.headers.back().second, "Bearer token-2");
}

TEST_F(ContactRegistryTest, gives_a_call_fifteen_seconds_and_never_more_than_the_caller_has) {
  for (const auto& [has, gets] : std::vector<std::pair<int, int>>{{20, 15}, {15, 15}, {14, 14}}) {
    http_.then(200, answer_with(Json::array({row(kOla)})));
    ASSERT_TRUE(registry_.look_up(model::PersonIdentifier(kOla), clock_.monotonic() + std::chrono::seconds(has)));
    EXPECT_EQ(http_.calls().back().deadline, clock_.monotonic() + std::chrono::seconds(gets));
  }
}

/// Answers calls itself, since how threads fall into batches is not given. The first call lasts until two others wait.
class AnsweringHttp final : public ports::HttpClient {
 public:
  explicit AnsweringHttp(const support::ManualClock& clock) : clock_(clock) {}

  std::string refused_number;
  std::mutex mutex;
  std::vector<std::vector<std::string>> calls;

  Result<ports::HttpResponse> send(const ports::HttpRequest& request, model::Deadline) override {
    const auto numbers = Json::parse(request.body).at("personidentifikatorer").get<std::vector<std::string>>();
    bool is_first = false;
    {
      const std::lock_guard lock(mutex);
      is_first = calls.empty();
      calls.push_back(numbers);
    }
    if (is_first) {
      EXPECT_TRUE(clock_.is_waited_by(std::chrono::milliseconds(0), std::chrono::seconds(20), 2));
    }
    Json people = Json::array();
    for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
      if (*number == refused_number) return ports::HttpResponse{400, {}, ""};
      people.push_back(row(*number));
    }
    return ports::HttpResponse{200, {}, answer_with(people)};
  }
  Result<ports::HttpResponse> download(const ports::HttpRequest& request, const BodySink&, model::Deadline d) override {
    return send(request, d);
  }

 private:
  const support::ManualClock& clock_;
};

class ContactRegistryBatches : public ::testing::Test {
 protected:
  model::Deadline soon() const { return clock.monotonic() + std::chrono::seconds(20); }

  support::ManualClock clock;
  AnsweringHttp http{clock};
  support::FixedTokens tokens;
  ContactRegistry registry{{"https://krr.example", "krr:a", model::IdentityRealm::synthetic}, http, tokens, clock};
};

TEST_F(ContactRegistryBatches, share_calls_between_threads_and_answer_each) {
  std::vector<std::future<int>> answered;
  for (int t = 0; t < 16; ++t) {
    answered.push_back(std::async(std::launch::async, [this, t] {
      int good = 0;
      for (std::size_t i = 0; i < 20; ++i) {
        const auto& number = kPeople[(static_cast<std::size_t>(t) + i) % kPeople.size()];
        good += registry.look_up(model::PersonIdentifier(number), soon()) ? 1 : 0;
      }
      return good;
    }));
  }
  for (auto& one : answered) EXPECT_EQ(one.get(), 20);
  EXPECT_LT(http.calls.size(), 320U);
  for (const auto& call : http.calls) {
    EXPECT_EQ(std::set<std::string>(call.begin(), call.end()).size(), call.size()) << "asked for somebody twice";
  }
}

TEST_F(ContactRegistryBatches, find_the_number_that_spoils_the_others) {
  http.refused_number = kPeople[3];
  for (int round = 0; round < 5; ++round) {
    std::vector<std::future<Result<ports::Kontaktopplysning>>> answered;
    for (const auto& number : kPeople) {
      answered.push_back(std::async(
          std::launch::async, [this, number] { return registry.look_up(model::PersonIdentifier(number), soon()); }));
    }
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      const auto known = answered[i].get();
      EXPECT_EQ(known.has_value(), i != 3) << i;
      EXPECT_TRUE(known || known.error().kind() == ErrorKind::rejected_by_dependency);
    }
  }
}

}  // namespace
}  // namespace fangst::krr

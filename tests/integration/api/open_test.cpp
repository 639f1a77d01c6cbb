#include "api_plant.hpp"

#include <fstream>
#include <set>

namespace fangst::testing {
namespace {

class Open : public ApiTest {};

TEST_F(Open, tells_anybody_that_it_lives_and_is_ready) {
  EXPECT_EQ(get("/livez", "").body(), (json{{"status", "pass"}}));
  EXPECT_EQ(get("/readyz", "").status, 200);
  EXPECT_EQ(get("/readyz", "").body(), (json{{"status", "pass"}}));
}

TEST_F(Open, is_ready_without_its_queue_and_says_what_is_wrong_to_those_who_may_look_inside) {
  queue.wrong = {"Køen er full. Hent meldinger ut."};
  const auto answer = get("/readyz", "");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body(), (json{{"status", "warn"}, {"notes", {"Køen er full. Hent meldinger ut."}}}));
  const auto* proxied = "X-Forwarded-For: 203.0.113.7\r\n";
  EXPECT_EQ(call("GET", "/readyz", "", {}, proxied).body(), (json{{"status", "warn"}}));
  EXPECT_EQ(call("GET", "/readyz", kOperatorKey, {}, proxied).body().at("notes").size(), 1U);
}

TEST_F(Open, is_not_ready_when_the_database_is_away_and_says_when_to_come_back) {
  readiness = Failure(Error(ErrorKind::unavailable, "lager.utilgjengelig", "store.read", PublicText{"Ikke nå."},
                            PrivateDetail{"hemmelig"}));
  const auto answer = get("/readyz", "");
  expect_problem(answer, 503, "lager.utilgjengelig");
  EXPECT_EQ(answer.text.find("hemmelig"), std::string::npos);
  EXPECT_EQ(answer.headers.count("retry-after"), 1U);
  EXPECT_EQ(get("/livez", "").status, 200);
}

TEST_F(Open, gives_metrics_to_the_machine_itself) {
  const auto answer = get("/metrics", "");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text, "fangst_up 1\n");
}

TEST_F(Open, gives_metrics_through_a_proxy_only_to_an_operator) {
  for (const auto* header : {"X-Forwarded-For: 203.0.113.7\r\n", "Forwarded: for=203.0.113.7\r\n"}) {
    expect_problem(call("GET", "/metrics", "", {}, header), 401, "tilgang.ukjent_noekkel");
    expect_problem(call("GET", "/metrics", kGericaKey, {}, header), 403, "tilgang.feil_rolle");
    expect_problem(call("GET", "/metrics", kArchivistKey, {}, header), 403, "tilgang.feil_rolle");
    EXPECT_EQ(call("GET", "/metrics", kOperatorKey, {}, header).status, 200);
  }
}

TEST_F(Open, takes_a_caller_for_the_machine_itself_by_its_address_alone) {
  http::Router router;
  api::add_open_routes(router, authenticator,
                       {[] { return std::string(); }, [] { return Result<void>(); },
                        [] { return std::vector<std::string>{"Køen er full."}; }, "", ""});
  const auto status_for = [&](const std::string& address) {
    http::RequestHead head;
    head.remote = address;
    return std::get<http::Handler>(*router.find("GET", "/metrics").handler)(head, "").status;
  };
  for (const auto* address : {"127.0.0.1", "127.1.2.3", "::1"}) EXPECT_EQ(status_for(address), 200) << address;
  for (const auto* address : {"", "10.0.0.1", "203.0.113.127", "12.7.0.1", "128.0.0.1", "1.127.0.1", "::", "::2",
                              "::1:2", "::10.0.0.1", "fe80::1", "2001:db8::1"}) {
    EXPECT_EQ(status_for(address), 401) << address;
  }
}

TEST_F(Open, describes_every_route_and_no_other) {
  std::ifstream in(FANGST_OPENAPI);
  std::set<std::string> described;
  const auto api = json::parse(in);
  for (const auto& [path, operations] : api.at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string name = method;
      for (auto& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      described.insert(name + " " + path);
    }
  }
  EXPECT_EQ(std::set<std::string>(routes.begin(), routes.end()), described);
}

TEST_F(Open, shows_its_own_description) {
  EXPECT_EQ(get("/openapi.json", "").text, "{}");
  EXPECT_EQ(get("/docs", "").text, "<html>");
}

}  // namespace
}  // namespace fangst::testing

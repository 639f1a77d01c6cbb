#include "api_plant.hpp"

namespace fangst::testing {
namespace {

class Access : public ApiTest {};

struct Route {
  const char* method;
  const char* target;
  std::set<std::string> keys;  ///< Who may.
};

const std::string kSource = kGericaKey;
const std::string kOps = kOperatorKey;
const std::string kArchive = kArchivistKey;

const std::vector<Route> kRoutes{
    {"POST", "/v1/submissions", {kSource}},
    {"POST", "/v1/intake/innsending", {kSource}},
    {"PUT", "/v1/documents/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", {kSource}},
    {"GET", "/v1/documents/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", {kArchive}},
    {"GET", "/v1/submissions", {kSource, kOps, kArchive}},
    {"GET", "/v1/submissions/x", {kSource, kOps, kArchive}},
    {"GET", "/v1/submissions/x/events", {kSource, kOps, kArchive}},
    {"GET", "/v1/submissions/x/receipt", {kSource, kArchive}},
    {"GET", "/v1/refusals", {kSource}},
    {"GET", "/v1/operations/refusals", {kOps}},
    {"GET", "/v1/operations/overview", {kOps}},
    {"GET", "/v1/operations/parked", {kOps}},
    {"GET", "/v1/operations/balance", {kOps}},
    {"POST", "/v1/operations/retries", {kOps}},
    {"GET", "/v1/operations/retries/x", {kOps}},
    {"POST", "/v1/operations/dependencies/x/pause", {kOps}},
    {"POST", "/v1/operations/dependencies/x/resume", {kOps}},
};

TEST_F(Access, needs_a_known_key_everywhere) {
  for (const auto& [method, target, keys] : kRoutes) {
    SCOPED_TRACE(std::string(method) + " " + target);
    expect_problem(call(method, target, ""), 401, "tilgang.ukjent_noekkel");
    expect_problem(call(method, target, "fangst_ukjent"), 401, "tilgang.ukjent_noekkel");
    const auto basic = call(method, target, "", {}, "Authorization: Basic Z2VyaWNhOng=\r\n");
    expect_problem(basic, 401, "tilgang.ukjent_noekkel");
    EXPECT_EQ(basic.headers.at("www-authenticate"), "Bearer");
  }
}

TEST_F(Access, needs_the_right_role_everywhere) {
  for (const auto& [method, target, keys] : kRoutes) {
    for (const auto& key : {kSource, kOps, kArchive}) {
      SCOPED_TRACE(std::string(method) + " " + target + " as " + key);
      const auto answer = call(method, target, key);
      if (keys.contains(key)) {
        EXPECT_NE(answer.status, 401);
        EXPECT_NE(answer.status, 403);
      } else {
        expect_problem(answer, 403, "tilgang.feil_rolle");
      }
    }
  }
}

TEST_F(Access, is_asked_for_on_every_route_that_is_not_open) {
  const std::set<std::string> open{"GET /livez", "GET /readyz", "GET /metrics", "GET /openapi.json", "GET /docs"};
  EXPECT_EQ(routes.size(), kRoutes.size() + open.size()) << "a new route needs a row above";
  for (const auto& route : open) EXPECT_EQ(std::count(routes.begin(), routes.end(), route), 1) << route;
}

TEST_F(Access, is_decided_before_the_body_is_read) {
  expect_problem(call("POST", "/v1/submissions", "", std::string(1U << 16U, 'x'), "Content-Type: application/json\r\n"),
                 401, "tilgang.ukjent_noekkel");
  EXPECT_EQ(count("SELECT COUNT(*) FROM intake_refusal"), 0) << "whoever it was, it was no source of ours";
}

TEST_F(Access, takes_the_roles_by_their_names) {
  EXPECT_EQ(api::parse_role("source"), api::Role::source);
  EXPECT_EQ(api::parse_role("operator"), api::Role::operations);
  EXPECT_EQ(api::parse_role("archivist"), api::Role::archivist);
  EXPECT_EQ(api::parse_role("admin"), std::nullopt);
  EXPECT_EQ(api::parse_role(""), std::nullopt);
}

}  // namespace
}  // namespace fangst::testing

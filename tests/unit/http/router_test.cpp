#include <fangst/http/router.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::http {
namespace {

Handler answers(int status) {
  return [status](const RequestHead&, const std::string&) { return Response{status, "text/plain", {}, {}}; };
}

int status_of(const Router::Match& match) {
  if (!match.handler) return 0;
  return std::get<Handler>(*match.handler)({}, {}).status;
}

Router sample() {
  Router router;
  router.add("GET", "/v1/submissions/{id}", answers(201));
  router.add("GET", "/v1/submissions/search", answers(202));
  router.add("GET", "/v1/submissions/{id}/events", answers(203));
  router.add("POST", "/v1/submissions", answers(204));
  router.add("GET", "/console/{path*}", answers(205));
  router.add("GET", "/console/assets/{name}", answers(206));
  router.add("GET", "/", answers(207));
  return router;
}

TEST(Router, finds_the_route_and_its_parameters) {
  const auto router = sample();
  const auto match = router.find("GET", "/v1/submissions/abc/events");
  EXPECT_EQ(status_of(match), 203);
  EXPECT_EQ(match.path_params.at("id"), "abc");
  EXPECT_EQ(match.pattern, "/v1/submissions/{id}/events");
  EXPECT_EQ(status_of(router.find("GET", "/")), 207);
}

TEST(Router, prefers_a_literal_segment_whatever_the_order) {
  const auto router = sample();
  EXPECT_EQ(status_of(router.find("GET", "/v1/submissions/search")), 202);
  EXPECT_EQ(status_of(router.find("GET", "/console/assets/app.js")), 206);
}

TEST(Router, gives_the_rest_of_a_path_to_a_rest_parameter) {
  const auto router = sample();
  EXPECT_EQ(router.find("GET", "/console/a/b/c.js").path_params.at("path"), "a/b/c.js");
  EXPECT_EQ(router.find("GET", "/console/").path_params.at("path"), "");
  EXPECT_EQ(status_of(router.find("GET", "/console")), 0);
}

TEST(Router, matches_no_empty_parameter_and_no_other_length) {
  const auto router = sample();
  for (const auto* path : {"/v1/submissions/", "/v1/submissions/a/", "/v1//events", "/v1/submissions//events",
                           "/V1/submissions/a", "", "//", "/v1/submissions/a/events/b"}) {
    EXPECT_EQ(router.find("GET", path).handler, nullptr) << path;
    EXPECT_TRUE(router.find("GET", path).allowed_methods.empty()) << path;
  }
}

TEST(Router, names_the_methods_of_a_path_that_is_known_under_others) {
  Router router;
  router.add("PUT", "/x", answers(1));
  router.add("GET", "/x", answers(2));
  router.add("DELETE", "/{any}", answers(3));
  const auto match = router.find("POST", "/x");
  EXPECT_EQ(match.handler, nullptr);
  EXPECT_EQ(match.allowed_methods, (std::vector<std::string>{"DELETE", "GET", "HEAD", "PUT"}));
}

TEST(Router, answers_head_by_get_unless_a_route_is_its_own) {
  Router router;
  router.add("GET", "/a", answers(200));
  router.add("GET", "/b", answers(200));
  router.add("HEAD", "/b", answers(204));
  EXPECT_EQ(status_of(router.find("HEAD", "/a")), 200);
  EXPECT_EQ(status_of(router.find("HEAD", "/b")), 204);
}

TEST(Router, refuses_a_pattern_that_can_never_match) {
  Router router;
  EXPECT_THROW(router.add("GET", "v1", answers(200)), std::invalid_argument);
  EXPECT_THROW(router.add("GET", "/{rest*}/x", answers(200)), std::invalid_argument);
}

TEST(Routes, are_chosen_by_the_leftmost_difference_whichever_was_added_first) {
  const std::vector<std::pair<std::string, int>> routes{{"/{a}/b", 201},   {"/a/{b}", 202},     {"/a/{rest*}", 203},
                                                        {"/{a}/b/c", 204}, {"/a/{b}/{c}", 205}, {"/{rest*}", 206}};
  for (const bool is_reversed : {false, true}) {
    Router router;
    for (std::size_t i = 0; i < routes.size(); ++i) {
      const auto& [pattern, status] = routes[is_reversed ? routes.size() - 1 - i : i];
      router.add("GET", pattern, answers(status));
    }
    EXPECT_EQ(status_of(router.find("GET", "/a/b")), 202);
    EXPECT_EQ(status_of(router.find("GET", "/x/b")), 201);
    EXPECT_EQ(status_of(router.find("GET", "/a/b/c")), 205);
    EXPECT_EQ(status_of(router.find("GET", "/x/b/c")), 204);
    EXPECT_EQ(status_of(router.find("GET", "/a/b/c/d")), 203);
    EXPECT_EQ(status_of(router.find("GET", "/x/y")), 206);
  }
}

TEST(Routes, give_each_parameter_its_own_segment) {
  Router router;
  router.add("GET", "/v1/{source}/submissions/{id}/{rest*}", answers(200));
  const auto match = router.find("GET", "/v1/gerica/submissions/7/a/b");
  EXPECT_EQ(match.path_params,
            (std::map<std::string, std::string>{{"source", "gerica"}, {"id", "7"}, {"rest", "a/b"}}));
  EXPECT_EQ(match.pattern, "/v1/{source}/submissions/{id}/{rest*}");
  EXPECT_TRUE(match.allowed_methods.empty());
}

TEST(Routes, of_head_are_those_of_get_and_of_no_other_method) {
  Router router;
  router.add("POST", "/a", answers(201));
  router.add("GET", "/{b}", answers(202));
  router.add("HEAD", "/{b}", answers(203));
  router.add("PUT", "/c", answers(204));
  EXPECT_EQ(status_of(router.find("HEAD", "/a")), 203);
  EXPECT_EQ(status_of(router.find("GET", "/a")), 202);
  EXPECT_EQ(status_of(router.find("HEAD", "/c")), 203);
  EXPECT_EQ(status_of(router.find("get", "/c")), 0);
  EXPECT_EQ(router.routes(), (std::vector<std::string>{"POST /a", "GET /{b}", "HEAD /{b}", "PUT /c"}));
}

TEST(Routes, that_stream_are_found_and_refused_like_the_others) {
  Router router;
  const StreamHandler open = [](const RequestHead&) -> Result<std::unique_ptr<BodyConsumer>> { return nullptr; };
  EXPECT_THROW(router.add_stream("PUT", "v1", open), std::invalid_argument);
  EXPECT_THROW(router.add_stream("PUT", "/{rest*}/x", open), std::invalid_argument);
  router.add_stream("PUT", "/v1/{id}", open);
  const auto match = router.find("PUT", "/v1/7");
  ASSERT_NE(match.handler, nullptr);
  EXPECT_TRUE(std::holds_alternative<StreamHandler>(*match.handler));
  EXPECT_EQ(match.path_params.at("id"), "7");
}

}  // namespace
}  // namespace fangst::http

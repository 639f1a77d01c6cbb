#include <fangst/http/multipart.hpp>
#include <fangst/http/request.hpp>
#include <fangst/http/router.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::http {
namespace {

Result<PartHead> head_of(const std::string& headers) {
  std::optional<PartHead> head;
  MultipartParser parser("b", {[&](const PartHead& given) -> Result<void> {
                                 head = given;
                                 return {};
                               },
                               {},
                               {}});
  FANGST_CHECK(parser.write("--b\r\n" + headers + "\r\n\r\nx\r\n--b--"));
  FANGST_CHECK(parser.finish());
  return head.value();
}

TEST(PartHeaders, are_read_each_for_itself_in_any_order_and_case) {
  const auto head = head_of(
      "X-Own: whatever; name=\"no\"\r\nCONTENT-TYPE:\t application/pdf; a=b \r\n"
      "content-disposition: form-data; filename=\"a%22b%22.pdf\"; name=\"c%22d%22\"");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->name, "c\"d\"");
  EXPECT_EQ(head->filename, "a\"b\".pdf");
  EXPECT_EQ(head->content_type, "application/pdf; a=b");
  EXPECT_EQ(head_of("X: y")->name, "");
}

TEST(PartHeaders, may_name_an_encoding_that_changes_no_byte_and_no_other) {
  for (const auto* encoding : {"binary", "8bit", "7bit", "Binary", " 8BIT "}) {
    EXPECT_TRUE(head_of("Content-Transfer-Encoding:" + std::string(encoding))) << encoding;
  }
  for (const auto* encoding : {"base64", "quoted-printable", "", "bin", "8bit, base64"}) {
    EXPECT_FALSE(head_of("Content-Transfer-Encoding:" + std::string(encoding))) << encoding;
  }
}

TEST(PartHeaders, have_no_control_character_but_a_tab) {
  EXPECT_TRUE(head_of("X: a\tb"));
  for (const auto* bad : {"X: a\x01", "X\x1f: a", "X: a\x7f", "Content-Type: a\x0b", "X: a\rb"}) {
    EXPECT_FALSE(head_of(bad)) << bad;
  }
  EXPECT_FALSE(head_of("Content-Type: a\xff"));
}

TEST(PartHeaders, may_be_8_kib_with_their_blank_line_and_no_more) {
  const std::string name = "X: ";
  const auto filled_to = [&](std::size_t size) { return name + std::string(size - name.size() - 4, 'h'); };
  EXPECT_TRUE(head_of(filled_to(8191)));
  EXPECT_TRUE(head_of(filled_to(8192)));
  EXPECT_FALSE(head_of(filled_to(8193)));
}

TEST(Boundary, may_be_70_characters_of_those_that_the_standard_names) {
  const auto of = [](const std::string& boundary) {
    return MultipartParser::boundary_of("multipart/form-data; boundary=\"" + boundary + "\"");
  };
  EXPECT_EQ(of(std::string(70, 'x')), std::string(70, 'x'));
  EXPECT_EQ(of(std::string(71, 'x')), std::nullopt);
  const std::string all = "09azAZ'()+_,-./:=? x";
  EXPECT_EQ(of(all), all);
  for (const char c : std::string("!#$%&*;<>@[]^`{|}~\t\x7f"))
    EXPECT_EQ(of(std::string("a") + c + "b"), std::nullopt) << c;
  EXPECT_EQ(MultipartParser::boundary_of("multipart/related;boundary=a"), "a");
  EXPECT_EQ(MultipartParser::boundary_of("multipartx/form-data; boundary=a"), std::nullopt);
}

Handler answers(int status) {
  return [status](const RequestHead&, const std::string&) { return Response{status, "text/plain", {}, {}}; };
}

int status_of(const Router::Match& match) {
  return match.handler ? std::get<Handler>(*match.handler)({}, {}).status : 0;
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

TEST(Target, is_kept_as_it_came_and_leaves_nothing_of_the_one_before) {
  RequestHead head;
  ASSERT_TRUE(parse_target("/a%20b?c=d%20e", head));
  EXPECT_EQ(head.target, "/a%20b?c=d%20e");
  EXPECT_EQ(head.path, "/a b");
  ASSERT_TRUE(parse_target("/f", head));
  EXPECT_EQ(head.target, "/f");
  EXPECT_TRUE(head.query.empty());
  ASSERT_TRUE(parse_target("*", head));
  EXPECT_EQ(head.path, "*");
}

TEST(Target, is_refused_for_each_escape_that_could_be_read_in_two_ways) {
  RequestHead head;
  for (const auto* target : {"/a%2F", "/a%2f", "/%2Fb", "/a%2Fb", "/a%2fb/c", "/a/.", "/.", "/..", "/a/../b",
                             "/a?%ff=b", "/a?b=%ff", "/a?b=c&%c3=d", "/a%09", "/a%0a", "/a?b=1&c=%0", "/a%c3/b"}) {
    const auto parsed = parse_target(target, head);
    ASSERT_FALSE(parsed) << target;
    EXPECT_EQ(parsed.error().code(), "http.ugyldig_adresse") << target;
  }
  for (const auto* target : {"/a?b=%2F", "/a?b=..", "/a?b=/../c", "/a?b=%0A", "/a/%C3%B8", "/a%2B", "/a/%2d"}) {
    EXPECT_TRUE(parse_target(target, head)) << target;
  }
}

}  // namespace
}  // namespace fangst::http

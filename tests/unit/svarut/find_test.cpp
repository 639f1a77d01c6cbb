#include "dispatcher_fixture.hpp"

namespace fangst::svarut {
namespace {

class Find : public DispatcherTest {};

TEST_F(Find, asks_by_the_key_of_the_letter) {
  http_.then(200, R"({"forsendelseIds":[")" + kId + R"("]})");
  const auto found = dispatcher_.find(letter(), soon());
  ASSERT_TRUE(found);
  ASSERT_TRUE(*found);
  EXPECT_EQ((*found)->external_id, kId);
  EXPECT_TRUE((*found)->already_sent);
  const auto& call = http_.calls().at(0);
  EXPECT_EQ(call.request.method, "GET");
  EXPECT_EQ(call.request.url, "https://svarut.example/api/v2/kontoer/konto-1/forsendelser?eksternRef=" + kKey);
}

TEST_F(Find, finds_nothing_only_when_svarut_says_so) {
  http_.then(200, R"({"forsendelseIds":[]})");
  const auto found = dispatcher_.find(letter(), soon());
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
}

TEST_F(Find, takes_the_first_of_several) {
  http_.then(200, R"({"forsendelseIds":["a","b"]})");
  EXPECT_EQ((**dispatcher_.find(letter(), soon())).external_id, "a");
}

TEST_F(Find, is_an_error_whenever_the_answer_leaves_a_doubt) {
  for (const char* body : {"", "<html>", "{}", "[]", R"({"forsendelseIds":null})", R"({"forsendelseIds":[1]})"}) {
    http_.then(200, body);
    const auto found = dispatcher_.find(letter(), soon());
    ASSERT_FALSE(found) << body;
    EXPECT_EQ(found.error().kind(), ErrorKind::unavailable);
  }
}

}  // namespace
}  // namespace fangst::svarut

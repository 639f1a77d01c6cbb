#include <fangst/codec/json_object.hpp>

#include <gmock/gmock.h>

#include <thread>

namespace fangst::codec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Faults = std::vector<std::string>;

Result<void> read(std::string_view json, const JsonObject::Visitor& visit, Trust trust = Trust::outside) {
  return read_json(json, trust, "prove", visit);
}

/// The pointers of the faults; {} when there are none.
Faults faults(std::string_view json, const JsonObject::Visitor& visit, Trust trust = Trust::outside) {
  const auto result = read(json, visit, trust);
  Faults pointers;
  if (result) return pointers;
  EXPECT_EQ(result.error().code(), "prove.ugyldig");
  EXPECT_EQ(result.error().kind(), ErrorKind::invalid_input);
  for (const auto& field : result.error().fields()) pointers.push_back(field.pointer);
  return pointers;
}

std::string message(std::string_view json, const JsonObject::Visitor& visit) {
  const auto result = read(json, visit);
  return result ? std::string("(none)") : result.error().fields().at(0).message;
}

void nothing(JsonObject& in) { in.pass_over("a"); }

TEST(JsonText, is_as_long_as_allowed_and_of_one_line) {
  const auto text = [](JsonObject& in) { in.text("a", 3); };
  for (const auto* good : {R"({"a":"xyz"})", R"({"a":"åøæ"})", R"({"a":" x "})", "{}"})
    EXPECT_THAT(faults(good, text), IsEmpty()) << good;
  for (const auto* bad : {R"({"a":"xyzx"})", R"({"a":"åøæå"})", R"({"a":""})", R"({"a":" "})", R"({"a":"\n"})",
                          R"({"a":"x\n"})", R"({"a":"x\t"})", R"({"a":1})", R"({"a":null})", R"({"a":["x"]})"}) {
    EXPECT_THAT(faults(bad, text), ElementsAre("/a")) << bad;
  }
}

TEST(JsonText, of_several_lines_keeps_them_and_no_other_control_character) {
  std::string kept;
  const auto lines = [&kept](JsonObject& in) { kept = in.lines("a", 8); };
  EXPECT_THAT(faults(R"({"a":"a\nb\r\n\tc"})", lines), IsEmpty());
  EXPECT_EQ(kept, "a\nb\r\n\tc");
  for (const auto* bad : {R"({"a":"a\u0000"})", R"({"a":"a\u001f"})", R"({"a":"a\u202e"})", R"({"a":"123456789"})"})
    EXPECT_THAT(faults(bad, lines), ElementsAre("/a")) << bad;
  EXPECT_EQ(kept, "") << "what is faulty is not used";
}

TEST(JsonMember, that_is_required_and_absent_is_a_fault_of_every_kind) {
  const std::map<std::string, std::function<void(JsonObject&, Need)>> kinds{
      {"text", [](JsonObject& in, Need need) { in.text("a", 9, need); }},
      {"lines", [](JsonObject& in, Need need) { in.lines("a", 9, need); }},
      {"code", [](JsonObject& in, Need need) { in.code("a", {"x"}, need); }},
      {"checked", [](JsonObject& in, Need need) { in.checked("a", 9, need, [](std::string_view) { return ""; }); }},
      {"date", [](JsonObject& in, Need need) { in.date("a", need); }},
      {"number", [](JsonObject& in, Need need) { in.number("a", 0, 1, need); }},
      {"object", [](JsonObject& in, Need need) { in.object("a", need, [](JsonObject&) {}); }},
      {"each", [](JsonObject& in, Need need) { in.each("a", 1, need, [](JsonObject&) {}); }}};
  for (const auto& [kind, visit] : kinds) {
    EXPECT_THAT(faults("{}", [&v = visit](JsonObject& in) { v(in, Need::optional); }), IsEmpty()) << kind;
    EXPECT_THAT(faults("{}", [&v = visit](JsonObject& in) { v(in, Need::required); }), ElementsAre("/a")) << kind;
    EXPECT_THAT(faults(R"({"a":null})", [&v = visit](JsonObject& in) { v(in, Need::optional); }), ElementsAre("/a"));
    const Faults own = kind == "object" ? Faults{"/a"} : Faults{};
    EXPECT_EQ(faults(
                  "{}", [&v = visit](JsonObject& in) { v(in, Need::required); }, Trust::own),
              own)
        << kind;
  }
}

TEST(JsonCode, is_one_of_those_that_are_named_in_the_fault) {
  std::string kept = "before";
  const auto code = [&kept](JsonObject& in) { kept = in.code("a", {"en", "to", "tre"}); };
  for (const auto* good : {"en", "to", "tre"}) {
    EXPECT_THAT(faults(std::string(R"({"a":")") + good + "\"}", code), IsEmpty());
    EXPECT_EQ(kept, good);
  }
  EXPECT_EQ(message(R"({"a":"fire"})", code), "Ukjent kode. Bruk en av: en, to, tre.");
  EXPECT_EQ(kept, "");
  EXPECT_EQ(message(R"({"a":"EN"})", code), "Ukjent kode. Bruk en av: en, to, tre.");
  EXPECT_THAT(faults(R"({"a":"fire"})", code, Trust::own), IsEmpty());
  EXPECT_EQ(kept, "fire");
}

TEST(JsonNumber, is_whole_and_between_its_ends) {
  std::optional<std::uint64_t> kept;
  const auto number = [&kept](JsonObject& in) { kept = in.number("a", 2, 9); };
  for (const std::uint64_t good : {2U, 9U}) {
    EXPECT_THAT(faults("{\"a\":" + std::to_string(good) + "}", number), IsEmpty());
    EXPECT_EQ(kept, good);
  }
  for (const auto* bad : {"1", "10", "-2", "2.0", "2.5", "\"2\"", "true", "null", "[2]", "18446744073709551615"}) {
    EXPECT_THAT(faults(std::string("{\"a\":") + bad + "}", number), ElementsAre("/a")) << bad;
    EXPECT_EQ(kept, std::nullopt) << bad;
  }
  EXPECT_THAT(message(R"({"a":1})", number), HasSubstr("fra 2 til 9"));
}

TEST(JsonFlag, is_true_or_false_and_nothing_else) {
  std::optional<bool> kept;
  const auto flag = [&kept](JsonObject& in) { kept = in.flag("a"); };
  EXPECT_THAT(faults(R"({"a":true})", flag), IsEmpty());
  EXPECT_EQ(kept, true);
  EXPECT_THAT(faults(R"({"a":false})", flag), IsEmpty());
  EXPECT_EQ(kept, false);
  EXPECT_THAT(faults("{}", flag), IsEmpty());
  EXPECT_EQ(kept, std::nullopt);
  for (const auto* bad : {"0", "1", "\"true\"", "null", "[]"})
    EXPECT_THAT(faults(std::string("{\"a\":") + bad + "}", flag), ElementsAre("/a")) << bad;
}

TEST(JsonList, is_read_to_its_limit_and_each_fault_has_its_index) {
  std::vector<std::size_t> seen;
  const auto each = [&seen](JsonObject& in) {
    seen.clear();
    in.each("a", 3, Need::required, [&seen](JsonObject& one) {
      seen.push_back(one.index().value());
      one.text("b", 1);
    });
  };
  EXPECT_THAT(faults(R"({"a":[{},{"b":"x"},{}]})", each), IsEmpty());
  EXPECT_THAT(seen, ElementsAre(0, 1, 2));
  EXPECT_THAT(faults(R"({"a":[{},{},{},{}]})", each), ElementsAre("/a"));
  EXPECT_THAT(faults(R"({"a":[{"b":"xx"},"y",{"b":"xx","c":1}]})", each),
              ElementsAre("/a/0/b", "/a/1", "/a/2/b", "/a/2/c"));
  EXPECT_THAT(faults(R"({"a":[]})", each), ElementsAre("/a"));
  EXPECT_THAT(faults(R"({"a":{}})", each), ElementsAre("/a"));
}

TEST(JsonPointer, leads_through_objects_and_lists_to_the_member) {
  const auto visit = [](JsonObject& in) {
    EXPECT_EQ(in.pointer(), "");
    in.object("a", Need::required, [](JsonObject& a) {
      a.each("b", 9, Need::required, [](JsonObject& b) {
        EXPECT_EQ(b.pointer(), "/a/b/" + std::to_string(*b.index()));
        b.fault("as a whole");
        b.fault("c", "one");
      });
      a.fault_at("d", 7, "e/~", "one");
    });
  };
  EXPECT_THAT(faults(R"({"a":{"b":[{},{}]}})", visit),
              ElementsAre("/a/b/0", "/a/b/0/c", "/a/b/1", "/a/b/1/c", "/a/d/7/e~1~0"));
}

TEST(JsonPointer, shows_sixty_bytes_of_a_strange_name_and_no_control_character) {
  EXPECT_THAT(faults("{\"" + std::string(61, 'x') + "\":1}", nothing), ElementsAre("/" + std::string(60, 'x')));
  EXPECT_THAT(faults("{\"" + std::string(60, 'x') + "\":1}", nothing), ElementsAre("/" + std::string(60, 'x')));
  EXPECT_THAT(faults("{\"" + std::string(59, 'x') + "å\":1}", nothing), ElementsAre("/" + std::string(59, 'x')));
  EXPECT_THAT(faults(R"({"x\n\u001fy":1})", nothing), ElementsAre("/x??y"));
}

TEST(JsonPointer, hides_a_number_that_the_cut_goes_through) {
  for (std::size_t before = 45; before <= 61; ++before) {
    const auto found = faults("{\"" + std::string(before, 'x') + "14833821238 y\":1}", nothing);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].find_first_of("0123456789"), std::string::npos) << found[0];
  }
}

TEST(JsonMember, that_nobody_asked_for_is_a_fault_unless_we_wrote_it) {
  EXPECT_THAT(faults(R"({"a":1,"b":2,"c":3})", nothing), ElementsAre("/b", "/c"));
  EXPECT_THAT(faults(R"({"a":1,"b":2})", nothing, Trust::own), IsEmpty());
}

TEST(JsonMember, is_given_once) {
  EXPECT_THAT(faults(R"({"a":1,"a":2})", nothing), ElementsAre("/a"));
  std::string kept;
  EXPECT_FALSE(read(R"({"a":"x","a":"y"})", [&kept](JsonObject& in) { kept = in.text("a", 9); }));
  EXPECT_EQ(kept, "x");
}

TEST(JsonObject, has_at_most_sixty_four_members) {
  const auto members = [](int count) {
    std::string json = "{\"a\":0";
    for (int i = 1; i < count; ++i) json += ",\"m" + std::to_string(i) + "\":0";
    return json + "}";
  };
  const auto visit = [](JsonObject& in) {
    in.pass_over("a");
    for (int i = 1; i < 70; ++i) in.pass_over("m" + std::to_string(i));
  };
  EXPECT_THAT(faults(members(64), visit), IsEmpty());
  EXPECT_THAT(faults(members(65), visit), ElementsAre(""));
}

TEST(JsonFaults, are_told_up_to_a_hundred) {
  for (const std::size_t count : {99U, 100U, 101U}) {
    std::string items = "0";
    for (std::size_t i = 1; i < count; ++i) items += ",0";
    const auto found = faults("{\"a\":[" + items + "]}",
                              [](JsonObject& in) { in.each("a", 1000, Need::optional, [](JsonObject&) {}); });
    EXPECT_EQ(found.size(), std::min<std::size_t>(count, 100));
  }
}

TEST(JsonText, is_read_to_its_limits_of_size_and_depth_in_small_messages_and_large) {
  // Small messages and large ones have parsers of their own.
  for (const std::size_t padding : {0U, 64U * 1024U}) {
    const auto nested = [padding](std::size_t depth) {
      return std::string(padding, ' ') + "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_TRUE(read(nested(32), nothing)) << padding;
    const auto refused = read(nested(33), nothing);
    ASSERT_FALSE(refused) << padding;
    EXPECT_EQ(refused.error().code(), "prove.ikke_json");
  }
  EXPECT_TRUE(read("{}" + std::string(kMaxJsonBytes - 2, ' '), nothing));
  const auto refused = read("{}" + std::string(kMaxJsonBytes - 1, ' '), nothing);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "prove.for_stor");
  EXPECT_EQ(refused.error().kind(), ErrorKind::too_large);
}

TEST(JsonReader, reads_for_several_threads_at_once) {
  constexpr int kThreads = 4, kMessages = 300;
  std::array<int, kThreads> read_well{};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([i, &right = read_well.at(static_cast<std::size_t>(i))] {
      const std::string own(100, static_cast<char>('a' + i));
      for (int message = 0; message < kMessages; ++message) {
        std::string kept;
        const auto result = read("{\"a\":\"" + own + "\"}", [&kept](JsonObject& in) {
          std::this_thread::yield();
          kept = in.text("a", 100);
        });
        if (result && kept == own) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const int right : read_well) EXPECT_EQ(right, kMessages);
}

TEST(JsonReader, keeps_nothing_of_one_message_for_the_next) {
  std::string kept;
  const auto visit = [&kept](JsonObject& in) { kept = in.text("a", 99); };
  EXPECT_TRUE(read(R"({"a":"first"})", visit));
  EXPECT_FALSE(read(R"({"a")", visit));
  EXPECT_TRUE(read("{}", visit));
  EXPECT_EQ(kept, "");
}

}  // namespace
}  // namespace fangst::codec

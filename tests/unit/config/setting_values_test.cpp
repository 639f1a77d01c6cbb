#include <fangst/config/schema.hpp>
#include <fangst/ports/setting.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::config {
namespace {

using ports::SettingValues;
using ::testing::ElementsAre;

std::vector<Setting> declared() {
  return {{.name = "unit", .otherwise = "HELSE", .help = "."},
          {.name = "open", .kind = Kind::flag, .otherwise = true, .help = "."},
          {.name = "tries", .kind = Kind::number, .otherwise = 3, .least = 0, .most = 9, .help = "."},
          {.name = "class", .help = "."},
          {.name = "class.<fag>", .otherwise = "B", .keys = {"ppt", "skole"}, .help = "."},
          {.name = "ids", .kind = Kind::texts, .help = "."}};
}

TEST(SettingValues, are_the_defaults_until_they_are_given) {
  SettingValues values(declared(), {{"tries", 5}, {"class.ppt", "C"}, {"ids", std::vector<std::string>{"1", "2"}}});
  EXPECT_EQ(values.text("unit"), "HELSE");
  EXPECT_TRUE(values.flag("open"));
  EXPECT_EQ(values.number("tries"), 5);
  EXPECT_EQ(values.text("class"), "");
  EXPECT_EQ(values.text("class.ppt"), "C");
  EXPECT_EQ(values.text("class.skole"), "B");
  EXPECT_THAT(values.texts("ids"), ElementsAre("1", "2"));
  EXPECT_TRUE(values.is_given("tries"));
  EXPECT_FALSE(values.is_given("unit"));
  values.give("open", false);
  EXPECT_FALSE(values.flag("open"));
}

TEST(SettingValues, refuse_what_is_not_declared_and_what_is_of_another_kind) {
  SettingValues values(declared());
  EXPECT_THROW(values.text("unti"), std::logic_error);
  EXPECT_THROW(values.text("class.vann"), std::logic_error) << "not one of the keys";
  EXPECT_THROW(values.text("class."), std::logic_error);
  EXPECT_THROW(values.text("tries"), std::logic_error);
  EXPECT_THROW(values.flag("unit"), std::logic_error);
  EXPECT_THROW(values.give("unti", "x"), std::logic_error);
  EXPECT_THROW(values.give("unit", 3), std::logic_error);
  EXPECT_THROW(SettingValues(declared(), {{"open", "ja"}}), std::logic_error);
}

TEST(Schema, refuses_declarations_that_contradict_each_other) {
  const Section first{.name = "a", .help = "A.", .settings = {{.name = "x", .help = "X."}}};
  EXPECT_THROW(Schema().add(first).add(first), std::logic_error) << "x twice";
  EXPECT_THROW(Schema().add({.name = "a", .help = "A.", .settings = {{.name = "x"}}}), std::logic_error) << "no help";
  EXPECT_THROW(Schema().add({.name = "a",
                             .help = "A.",
                             .settings = {{.name = "x", .kind = Kind::number, .otherwise = "3", .help = "X."}}}),
               std::logic_error)
      << "a default of another kind";
}

TEST(Schema, lets_a_section_be_declared_by_several_parts) {
  const auto schema = Schema()
                          .add({.name = "a", .help = "A.", .settings = {{.name = "x", .help = "X."}}})
                          .add({.name = "b", .help = "B.", .settings = {}})
                          .add({.name = "a", .help = "", .settings = {{.name = "y", .help = "Y."}}});
  ASSERT_EQ(schema.sections().size(), 2U);
  ASSERT_EQ(schema.find("a")->settings.size(), 2U);
  EXPECT_EQ(schema.find("a")->settings[1].name, "y");
  EXPECT_EQ(schema.find("a")->help, "A.");
  EXPECT_EQ(schema.find("c"), nullptr);
}

}  // namespace
}  // namespace fangst::config

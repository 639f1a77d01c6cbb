#include <fangst/audit/row_digest.hpp>
#include <fangst/audit/table_check.hpp>
#include <fangst/crypto/hasher.hpp>

#include <gtest/gtest.h>

namespace fangst::audit {
namespace {

TEST(Faults, are_listed_up_to_a_hundred_and_counted_all) {
  Faults faults;
  for (int i = 1; i <= 100; ++i) faults.add("feil " + std::to_string(i));
  EXPECT_EQ(faults.list().size(), 100U);
  EXPECT_EQ(faults.list().front(), "feil 1");
  EXPECT_EQ(faults.list().back(), "feil 100");
  faults.add("feil 101");
  EXPECT_EQ(faults.list().size(), 100U);
  EXPECT_EQ(faults.list().back(), "feil 100");
  EXPECT_EQ(faults.count(), 101U);
}

TEST(Faults, of_a_row_name_each_column_that_differs_and_no_value) {
  Faults faults;
  const std::vector<std::string> columns{"en", "to", "tre", "fire"};
  const std::vector<sql::Value> expected{std::int64_t{1}, std::string("x"), std::monostate{}, std::string("hemmelig")};
  faults.compare("Rad 7", columns, expected, expected);
  EXPECT_EQ(faults.count(), 0U);
  faults.compare("Rad 7", columns, expected,
                 {std::int64_t{2}, std::string("x"), std::int64_t{0}, std::string("hemmelig2")});
  EXPECT_EQ(faults.count(), 1U);
  EXPECT_EQ(faults.list(), std::vector<std::string>{"Rad 7 stemmer ikke med loggen: en, tre, fire."});
}

// An old log has these digests: a change of the form would make every one of them look tampered with.
TEST(RowDigest, is_made_of_each_value_with_its_type_and_its_length) {
  RowDigest digest;
  const std::optional<std::string> nothing;
  digest.add(nothing, 42, "hello").add(-7).add("").add("æ");
  EXPECT_EQ(digest.hex(), crypto::sha256("n;i42;t5:hello;i-7;t0:;t2:æ;").hex());
  EXPECT_EQ(RowDigest{}.hex(), crypto::sha256("").hex());
}

TEST(RowDigest, tells_rows_apart_whose_values_only_look_alike) {
  const auto of = [](const auto&... columns) { return RowDigest{}.add(columns...).hex(); };
  EXPECT_NE(of("ab", "c"), of("a", "bc"));
  EXPECT_NE(of("1"), of(1));
  EXPECT_NE(of(""), of(std::optional<std::string>{}));
  EXPECT_NE(of(1, 2), of(2, 1));
  EXPECT_NE(of("a;t1:b"), of("a", "b"));
}

}  // namespace
}  // namespace fangst::audit

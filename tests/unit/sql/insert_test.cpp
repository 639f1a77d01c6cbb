#include <fangst/sql/insert.hpp>

#include <gtest/gtest.h>

namespace fangst::sql {
namespace {

/// Keeps what it was asked; gives one row.
class Recorder final : public Session {
 public:
  std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
    keep(sql, parameters);
    return 1;
  }
  std::vector<std::vector<Value>> fetch(std::string_view sql, std::span<const Value> parameters,
                                        std::span<const ColumnType> columns) override {
    keep(sql, parameters);
    types.assign(columns.begin(), columns.end());
    return {{Value(std::int64_t{42})}};
  }
  bool is_postgresql() const override { return false; }

  std::string text;
  std::vector<Value> values;
  std::vector<ColumnType> types;

 private:
  void keep(std::string_view sql, std::span<const Value> parameters) {
    text = sql;
    values.assign(parameters.begin(), parameters.end());
  }
};

TEST(InsertRow, puts_each_value_under_its_column) {
  Recorder session;
  const std::optional<std::string> nothing;
  EXPECT_EQ(insert_row(session, "t", {{"a", 1}, {"b", "to"}, {"c", nothing}, {"d", std::nullopt}, {"e", true}}), 1);
  EXPECT_EQ(session.text, "INSERT INTO t (a, b, c, d, e) VALUES (:1, :2, :3, :4, :5)");
  const std::vector<Value> expected{std::int64_t{1}, std::string("to"), {}, {}, std::int64_t{1}};
  EXPECT_EQ(session.values, expected);
}

TEST(InsertRow, ends_with_what_is_to_be_done_about_a_conflict) {
  Recorder session;
  insert_row(session, "t", {{"a", 1}}, "ON CONFLICT DO NOTHING");
  EXPECT_EQ(session.text, "INSERT INTO t (a) VALUES (:1) ON CONFLICT DO NOTHING");
}

TEST(InsertReturning, gives_what_the_database_gave_the_row) {
  Recorder session;
  EXPECT_EQ(insert_returning<std::int64_t>(session, "t", "seq", {{"a", "x"}, {"b", 2}}), 42);
  EXPECT_EQ(session.text, "INSERT INTO t (a, b) VALUES (:1, :2) RETURNING seq");
  EXPECT_EQ(session.types, std::vector{ColumnType::integer});
}

TEST(InsertText, depends_on_the_names_alone) {
  const Cell one[] = {{"a", 1}, {"b", "x"}};
  const Cell other[] = {{"a", 2}, {"b", std::nullopt}};
  EXPECT_EQ(insert_text("t", one), insert_text("t", other));
}

}  // namespace
}  // namespace fangst::sql

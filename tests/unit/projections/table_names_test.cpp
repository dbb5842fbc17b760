#include <varve/projections/table_names.hpp>

#include <gtest/gtest.h>

namespace varve {
namespace {

std::string third(std::string_view sql) {
  return expand_tables(sql, 3).value();
}

TEST(table_names, stand_for_the_table_of_the_generation) {
  EXPECT_EQ(third("INSERT INTO {sales}(a) SELECT b FROM {other_1}"),
            "INSERT INTO sales__3(a) SELECT b FROM other_1__3");
  EXPECT_EQ(third("{a}{b}"), "a__3b__3");
}

TEST(table_names, stand_for_the_plain_name_without_a_generation) {
  EXPECT_EQ(expand_tables("SELECT * FROM {sales}", std::nullopt).value(), "SELECT * FROM sales");
}

TEST(table_names, are_left_alone_in_literals) {
  EXPECT_EQ(third("SELECT '{a}', 'it''s {a}' FROM {a}"), "SELECT '{a}', 'it''s {a}' FROM a__3");
}

TEST(table_names, are_left_alone_in_quoted_identifiers) {
  EXPECT_EQ(third(R"(SELECT "{a}", "x""{a}", `{a}`, [{a}] FROM {a})"),
            R"(SELECT "{a}", "x""{a}", `{a}`, [{a}] FROM a__3)");
}

TEST(table_names, are_left_alone_in_comments) {
  EXPECT_EQ(third("SELECT 1 -- {a} it's\n, {b} /* {a} ' */ + {b}"),
            "SELECT 1 -- {a} it's\n, b__3 /* {a} ' */ + b__3");
  EXPECT_EQ(third("SELECT 1 /*/ {a} */"), "SELECT 1 /*/ {a} */");
  EXPECT_EQ(third("SELECT 1 -- {a}"), "SELECT 1 -- {a}");
}

TEST(table_names, leave_operators_that_look_like_comments_alone) {
  EXPECT_EQ(third("SELECT 4 - 2 / 1 FROM {a}"), "SELECT 4 - 2 / 1 FROM a__3");
}

TEST(table_names, leave_what_is_not_closed_to_the_database) {
  EXPECT_EQ(third("SELECT '{a}"), "SELECT '{a}");
  EXPECT_EQ(third("SELECT \"{a}"), "SELECT \"{a}");
  EXPECT_EQ(third("SELECT 'a''"), "SELECT 'a''");
  EXPECT_EQ(third("/* {a}"), "/* {a}");
  EXPECT_EQ(third("[{a}"), "[{a}");
  EXPECT_EQ(third(""), "");
}

TEST(table_names, refuse_braces_that_hold_anything_else) {
  for (const auto* sql :
       {"{}", "{a b}", "{1a}", "{a", "a}", "{ä}", "{varve_events}", "{sqlite_master}", "{a;}"}) {
    const auto expanded = expand_tables(sql, 3);
    ASSERT_FALSE(expanded) << sql;
    EXPECT_EQ(expanded.error().code, errc::invalid_argument);
    EXPECT_NE(expanded.error().message.find(sql), std::string::npos);
  }
}

TEST(table_names, have_48_characters_at_most) {
  EXPECT_TRUE(is_table_name(std::string(48, 'a')));
  EXPECT_FALSE(is_table_name(std::string(49, 'a')));
}

}  // namespace
}  // namespace varve

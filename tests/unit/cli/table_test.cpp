#include "output/table.hpp"

#include "file_pipe.hpp"

#include <gtest/gtest.h>

namespace varve::cli {
namespace {

/// What a table of two columns writes on a terminal.
class table_test : public ::testing::Test {
 protected:
  [[nodiscard]] std::string shown(const terminal& screen, const std::vector<std::vector<std::string>>& rows) {
    table rows_of{{{"NAME"}, {"N", table::align::right}, {"DATA"}}, out_, screen};
    for (const auto& row : rows) rows_of.add(row);
    rows_of.flush();
    EXPECT_TRUE(out_.flush());
    pipe_.close_write();
    return pipe_.read_all();
  }

  file_pipe pipe_;
  line_writer out_{pipe_.write_end()};
};

TEST_F(table_test, aligns_its_columns_under_a_heading) {
  EXPECT_EQ(shown({}, {{"a", "1", "x y"}, {"longer", "1000", ""}}),
            "NAME       N  DATA\n"
            "a          1  x y\n"
            "longer  1000\n");
}

TEST_F(table_test, counts_characters_and_not_bytes) {
  EXPECT_EQ(shown({}, {{"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", "1", "x"}, {"abcde", "2", "y"}}),
            "NAME   N  DATA\n"
            "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9  1  x\n"
            "abcde  2  y\n");
}

TEST_F(table_test, shows_its_heading_also_without_rows) {
  EXPECT_EQ(shown({}, {}), "NAME  N  DATA\n");
}

TEST_F(table_test, cuts_lines_to_the_terminal) {
  EXPECT_EQ(shown({false, false, 12}, {{"a", "1", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"}}),
            "NAME  N  DAT\n"
            "a     1  \xC3\xA9\xC3\xA9\xC3\xA9\n");
}

TEST_F(table_test, makes_its_heading_bold_where_colour_is_wanted) {
  EXPECT_EQ(shown({true, true, 0}, {{"a", "1", "x"}}), "\033[1mNAME  N  DATA\033[0m\na     1  x\n");
}

TEST(harmless, leaves_text_alone) {
  EXPECT_EQ(harmless("{\"a\":\"\xC3\xA9 \xC2\xA0\"}"), "{\"a\":\"\xC3\xA9 \xC2\xA0\"}");
}

TEST(harmless, shows_control_characters_as_escapes) {
  EXPECT_EQ(harmless("a\x1B[2J\x7F\xC2\x9B"), "a\\u001b[2J\\u007f\\u009b");
}

}  // namespace
}  // namespace varve::cli

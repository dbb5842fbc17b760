#include "input/line_reader.hpp"

#include "file_pipe.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace varve::cli {
namespace {

/// What a reader gives of a text: lines, and errors as their codes.
std::vector<std::string> lines_of(std::string_view text, std::size_t longest = 1000) {
  file_pipe pipe;
  std::thread writer{[&] {
    pipe.write(text);
    pipe.close_write();
  }};
  line_reader reader{pipe.read_end(), -1, longest};
  std::vector<std::string> out;
  while (auto line = reader.next())
    out.push_back(*line ? **line : std::string(to_string(line->error().code)));
  writer.join();
  EXPECT_EQ(reader.bytes(), text.size());
  return out;
}

using lines = std::vector<std::string>;

TEST(line_reader, gives_lines_without_their_ends) {
  EXPECT_EQ(lines_of("a\nb\r\nc"), (lines{"a", "b", "c"}));
  EXPECT_EQ(lines_of("a\n"), (lines{"a"}));
}

TEST(line_reader, gives_empty_lines_but_none_behind_the_last_line_feed) {
  EXPECT_EQ(lines_of(""), lines{});
  EXPECT_EQ(lines_of("\n\r\n\na\n"), (lines{"", "", "", "a"}));
}

TEST(line_reader, keeps_a_carriage_return_inside_a_line) {
  EXPECT_EQ(lines_of("a\rb\r\r\n"), (lines{"a\rb\r"}));
}

TEST(line_reader, keeps_zeros) {
  EXPECT_EQ(lines_of(std::string_view("a\0b\n", 4)), (lines{std::string("a\0b", 3)}));
}

TEST(line_reader, joins_a_line_that_comes_in_many_pieces) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += std::string(static_cast<std::size_t>(i), 'x') + '\n';
  const auto read = lines_of(text);
  ASSERT_EQ(read.size(), 1000U);
  for (std::size_t i = 0; i < read.size(); ++i) EXPECT_EQ(read[i].size(), i);
}

TEST(line_reader, refuses_a_line_that_is_too_long_and_goes_on_behind_it) {
  EXPECT_EQ(lines_of("12345\n123456\n\n123456789\n1", 5),
            (lines{"12345", "too_large", "", "too_large", "1"}));
  EXPECT_EQ(lines_of("123456", 5), (lines{"too_large"}));
  EXPECT_EQ(lines_of(std::string(500'000, 'x') + "\na\n", 100'000), (lines{"too_large", "a"}));
}

TEST(line_reader, tells_that_reading_failed_and_ends) {
  const int folder = ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ASSERT_GE(folder, 0);
  line_reader reader{folder};
  const auto line = reader.next();
  ASSERT_TRUE(line);
  EXPECT_EQ(line->error().code, errc::unavailable);
  EXPECT_FALSE(reader.next());
  ::close(folder);
}

TEST(line_reader, ends_when_it_is_told_to_stop) {
  const file_pipe input;
  const file_pipe stop;
  input.write("a\nhalf");
  line_reader reader{input.read_end(), stop.read_end()};
  EXPECT_EQ(**reader.next(), "a");
  stop.write("!");
  EXPECT_FALSE(reader.next()) << "a half line is not a request";
}

}  // namespace
}  // namespace varve::cli

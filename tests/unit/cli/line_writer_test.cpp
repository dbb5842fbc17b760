#include "output/line_writer.hpp"

#include "file_pipe.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>
#include <vector>

namespace varve::cli {
namespace {

TEST(line_writer, writes_lines_in_the_order_given) {
  file_pipe pipe;
  {
    line_writer out{pipe.write_end()};
    out.write("a");
    out.write("");
    out.write("b");
  }
  pipe.close_write();
  EXPECT_EQ(pipe.read_all(), "a\n\nb\n");
}

TEST(line_writer, keeps_lines_of_many_threads_whole) {
  file_pipe pipe;
  std::string read;
  std::thread reader{[&] { read = pipe.read_all(); }};
  {
    line_writer out{pipe.write_end()};
    std::vector<std::jthread> writers;
    for (char name = 'a'; name < 'e'; ++name)
      writers.emplace_back([&out, name] {
        for (int i = 0; i < 500; ++i) out.write(std::string(300, name));
      });
  }
  pipe.close_write();
  reader.join();
  ASSERT_EQ(read.size(), 2000U * 301U);
  for (std::size_t at = 0; at < read.size(); at += 301)
    ASSERT_EQ(read.substr(at, 301), std::string(300, read[at]) + '\n');
}

TEST(line_writer, flushes_before_it_says_so) {
  file_pipe pipe;
  line_writer out{pipe.write_end()};
  out.write("a");
  EXPECT_TRUE(out.flush());
  pipe.close_write();
  EXPECT_EQ(pipe.read_all(), "a\n");
}

TEST(line_writer, tells_that_nobody_reads_any_more) {
  std::signal(SIGPIPE, SIG_IGN);
  file_pipe pipe;
  pipe.close_read();
  line_writer out{pipe.write_end()};
  EXPECT_FALSE(out.failed());
  out.write("a");
  const auto flushed = out.flush();
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().code, errc::stopped);
  EXPECT_TRUE(out.failed());
  out.write(std::string(20 << 20, 'x'));
  out.wait_for_room();
}

TEST(line_writer, tells_that_writing_failed) {
  line_writer out{-1};
  out.write("a");
  const auto flushed = out.flush();
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().code, errc::unavailable);
}

TEST(line_writer, holds_back_who_writes_much_that_nobody_reads) {
  file_pipe pipe;
  line_writer out{pipe.write_end()};
  for (int i = 0; i < 40; ++i) out.write(std::string(1 << 20, 'x'));
  bool passed = false;
  std::jthread held{[&] {
    out.wait_for_room();
    passed = true;
  }};
  std::size_t read = 0;
  char buffer[65536];
  while (read < (std::size_t{40} << 20U))
    read += static_cast<std::size_t>(::read(pipe.read_end(), buffer, sizeof buffer));
  held.join();
  EXPECT_TRUE(passed);
}

}  // namespace
}  // namespace varve::cli

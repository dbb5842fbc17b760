#include <varve/core/random.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>
#include <vector>

namespace {

std::vector<std::byte> draw(std::size_t size) {
  std::vector<std::byte> bytes(size);
  varve::system_random().fill(bytes);
  return bytes;
}

TEST(system_random, never_gives_the_same_bytes_again) {
  std::set<std::vector<std::byte>> seen;
  for (int i = 0; i < 2'000; ++i) EXPECT_TRUE(seen.insert(draw(16)).second);
}

TEST(system_random, fills_spans_of_any_size) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096},
                                 std::size_t{4097}, std::size_t{100'000}}) {
    const auto bytes = draw(size);
    if (size < 64) continue;
    EXPECT_GT(std::set<std::byte>(bytes.begin(), bytes.end()).size(), 20U) << "left unfilled?";
    EXPECT_NE(std::vector<std::byte>(bytes.end() - 32, bytes.end()), std::vector<std::byte>(32))
        << "its end too";
  }
}

TEST(system_random, is_not_shared_across_a_fork) {
  (void)draw(16);  // the buffer is filled, so that a child that shared it would repeat its parent
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto bytes = draw(16);
    _exit(write(ends[1], bytes.data(), bytes.size()) == 16 ? 0 : 1);
  }
  const auto mine = draw(16);
  std::vector<std::byte> theirs(16);
  EXPECT_EQ(read(ends[0], theirs.data(), theirs.size()), 16);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NE(mine, theirs);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace

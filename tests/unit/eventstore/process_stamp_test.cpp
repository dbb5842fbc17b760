#include <varve/eventstore/engine/process_stamp.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace varve::engine {
namespace {

TEST(process_stamp, is_good_in_its_own_process) {
  const process_stamp stamp;
  EXPECT_TRUE(stamp.check());
}

TEST(process_stamp, refuses_a_child_of_its_process) {
  const process_stamp stamp;
  const pid_t child = ::fork();
  if (child == 0) ::_exit(!stamp.valid() && stamp.check().error().code == errc::unsupported ? 0 : 1);
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace varve::engine

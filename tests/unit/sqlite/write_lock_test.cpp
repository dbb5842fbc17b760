#include "write_lock.hpp"

#include <varve/core/error.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

namespace varve::sqlite {
namespace {

class write_lock_test : public ::testing::Test {
 protected:
  [[nodiscard]] static instant now() { return system_clock().steady(); }

  testing::temporary_folder folder_;
  std::string path_ = folder_.file("a.db");
};

TEST_F(write_lock_test, excludes_another_of_the_same_process) {
  write_lock one{path_};
  write_lock two{path_};
  ASSERT_TRUE(one.try_lock());
  EXPECT_FALSE(two.try_lock());
  one.unlock();
  EXPECT_TRUE(two.try_lock());
}

TEST_F(write_lock_test, is_given_up_when_the_deadline_has_come) {
  write_lock one{path_};
  write_lock two{path_};
  ASSERT_TRUE(one.lock_until(system_clock(), now()));
  EXPECT_FALSE(two.lock_until(system_clock(), now()));
  EXPECT_FALSE(two.held());
}

TEST_F(write_lock_test, is_given_back_when_its_object_ends) {
  { ASSERT_TRUE(write_lock{path_}.try_lock()); }
  EXPECT_TRUE(write_lock{path_}.try_lock());
}

TEST_F(write_lock_test, lets_one_at_a_time_through) {
  std::atomic<int> counter = 0;  // read and written apart, so that an overlap loses a count
  std::vector<std::jthread> racers;
  for (int racer = 0; racer < 4; ++racer)
    racers.emplace_back([&] {
      write_lock lock{path_};
      for (int round = 0; round < 200; ++round) {
        ASSERT_TRUE(lock.lock_until(system_clock(), never));
        const unlock_at_end guard{lock};
        const int seen = counter.load();
        std::this_thread::yield();
        counter.store(seen + 1);
      }
    });
  racers.clear();
  EXPECT_EQ(counter, 800);
}

TEST_F(write_lock_test, dies_with_its_process) {
  write_lock here{path_};
  const pid_t child = ::fork();
  if (child == 0) {
    write_lock there{path_};
    ::_exit(there.try_lock() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(here.try_lock());
}

TEST_F(write_lock_test, names_the_side_file_that_it_cannot_make) {
  try {
    write_lock{folder_.file("missing/a.db")};
    FAIL() << "a lock in a folder that is not there";
  } catch (const failure& e) {
    EXPECT_NE(e.error().message.find("missing/a.db-lock"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace varve::sqlite

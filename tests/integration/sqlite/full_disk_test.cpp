#include <varve/sqlite/backup.hpp>
#include <varve/sqlite/event_store.hpp>

#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

namespace varve::sqlite {
namespace {

using ::testing::HasSubstr;

/// The status of a child process that ends with 0 when `good` says so.
int in_a_child(const std::function<bool()>& good) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(good() ? 0 : 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

/// Mounts a file system of 4 MB there, as far as may be for this process alone: in a chroot "/" is no mount
/// point whose sharing could be ended, and the processes outside see it too.
bool mount_a_small_disk(const std::string& folder) {
  if (::unshare(CLONE_NEWNS) != 0) return false;
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 && errno != EINVAL) return false;
  return ::mount("small", folder.c_str(), "tmpfs", 0, "size=4m") == 0;
}

/// Appends until the disk is full, makes room, and sends again what was not acknowledged.
void fill_up_and_go_on(const std::string& folder) {
  const std::string path = folder + "/log.db";
  std::ofstream{folder + "/ballast"} << std::string(2'000'000, 'b');
  event_store store{path};
  append_request last;
  append_outcome outcome;
  std::int64_t written = -1;
  do {
    new_event event;
    event.type = "note.taken";
    event.data = '"' + std::string(10'000, 'n') + '"';
    event.id = event_id{uuid::parse("00000000-0000-7000-8000-000000000000").value()};
    event.id->value.bytes[15] = static_cast<std::uint8_t>(++written);
    last = append_request::to("note-1", {event});
    outcome = store.append_and_wait(last);
  } while (std::holds_alternative<appended>(outcome) && written < 250);
  const auto* doubt = std::get_if<unknown>(&outcome);
  const auto* refused = std::get_if<not_written>(&outcome);
  ASSERT_TRUE(doubt || (refused && refused->why.code == errc::unavailable));
  EXPECT_THAT(doubt ? doubt->reason : refused->why.message, HasSubstr("disk is full"));
  EXPECT_EQ(store.info()->events, written);

  std::filesystem::remove(folder + "/ballast");
  while (store.status().now == store_status::state::in_doubt) std::this_thread::yield();
  EXPECT_TRUE(to_result(store.append_and_wait(last)));
  store.close(closing::finish);
  EXPECT_EQ(event_store{path}.info()->events, written + 1);
}

/// Copies a log to where there is no room for it.
void copy_to(const std::string& folder) {
  std::ofstream{folder + "/ballast"} << std::string(4'000'000, 'b');
  const testing::temporary_folder elsewhere;
  const std::string path = elsewhere.path().string() + "/log.db";
  event_store store{path};
  const new_event event{.type = "note.taken", .data = '"' + std::string(500'000, 'n') + '"'};
  ASSERT_TRUE(to_result(store.append_and_wait(append_request::to("note-1", {event}))));
  try {
    backup(path, folder + "/copy.db");
    ADD_FAILURE() << "there was room";
  } catch (const failure& problem) {
    EXPECT_EQ(problem.code(), errc::unavailable);
    EXPECT_THAT(problem.what(), HasSubstr("disk is full"));
    EXPECT_THAT(problem.what(), ::testing::Not(HasSubstr("not an error")));
  }
  EXPECT_FALSE(std::filesystem::exists(folder + "/copy.db-unfinished"));
}

/// In a process with a small disk of its own.
void on_a_small_disk(const std::function<void(const std::string&)>& work) {
  const testing::temporary_folder mounted;
  const std::string folder = mounted.path();
  const int status = in_a_child([&] {
    if (!mount_a_small_disk(folder)) ::_exit(77);
    work(folder);
    return !::testing::Test::HasFailure();
  });
  ::umount2(folder.c_str(), MNT_DETACH);  // only a disk that was seen outside of the child is still there
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "a small file system cannot be mounted";
  EXPECT_EQ(status, 0);
}

TEST(a_full_disk, is_told_of_and_over_once_there_is_room) {
  on_a_small_disk(fill_up_and_go_on);
}

TEST(a_full_disk, is_told_of_by_a_backup) {
  on_a_small_disk(copy_to);
}

}  // namespace
}  // namespace varve::sqlite

#include "guards.hpp"

#include "temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace varve::sqlite {
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

TEST(local_folder, is_found_behind_a_symbolic_link) {
  const testing::temporary_folder folder;
  std::filesystem::create_directory(folder.path() / "real");
  std::filesystem::create_symlink(folder.path() / "real", folder.path() / "link");
  EXPECT_NO_THROW(require_local_folder(folder.file("link/a.db"), false));
}

TEST(local_folder, is_missed_by_name) {
  const testing::temporary_folder folder;
  try {
    require_local_folder(folder.file("nowhere/a.db"), false);
    FAIL() << "a missing folder passed";
  } catch (const failure& e) {
    EXPECT_EQ(e.code(), errc::not_found);
    EXPECT_NE(e.error().message.find("nowhere"), std::string::npos);
  }
}

}  // namespace
}  // namespace varve::sqlite

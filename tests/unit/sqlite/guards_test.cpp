#include "guards.hpp"

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

namespace varve::sqlite {
namespace {

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

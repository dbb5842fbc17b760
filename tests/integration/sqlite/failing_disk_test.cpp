#include <varve/faults.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include "connection.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace varve::sqlite {
namespace {

using faults::call;
using varve::testing::temporary_folder;

/// Makes a file on disks of which the first sync fails, the second, and so on until none does.
void make_with_a_failing_sync(const std::function<void(const std::string& path)>& make) {
  bool failed = true;
  for (std::int64_t number = 1; failed; ++number) {
    const temporary_folder folder;
    const std::string path = folder.file("made.db");
    faults::disk below{folder.path()};
    below.plan({.at = call::sync, .number = number});
    bool made = true;
    try {
      make(path);
    } catch (const failure& problem) {
      made = false;
      EXPECT_EQ(problem.code(), errc::unavailable) << problem.what();
    }
    failed = below.fired()[call::sync] > 0;
    below.mend();
    if (!made) make(path);
    EXPECT_EQ((connection{path, access::read_only}.text("PRAGMA journal_mode")), "wal") << number;
  }
}

TEST(a_disk_whose_sync_fails, leaves_no_log_without_a_write_ahead_log) {
  make_with_a_failing_sync([](const std::string& path) { const event_store log{path}; });
}

TEST(a_disk_whose_sync_fails, leaves_no_read_model_without_a_write_ahead_log) {
  make_with_a_failing_sync([](const std::string& path) { const database model{path}; });
}

}  // namespace
}  // namespace varve::sqlite

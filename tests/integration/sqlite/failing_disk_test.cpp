#include <varve/faults.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include "connection.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <variant>
#include <vector>

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

event_id id_of_note(int number) {
  event_id id;
  id.value.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

append_request note(int number) {
  new_event event;
  event.id = id_of_note(number);
  event.type = "noted";
  event.data = '"' + std::string(3'000, static_cast<char>('a' + number)) + '"';
  return append_request::to("note-1", {event});
}

/// How many of the notes from 1 on a power cut by `seed` would leave.
int notes_left(const faults::disk& below, std::uint64_t seed) {
  const temporary_folder left;
  below.after_power_cut(seed, left.path());
  const faults::disk quick{left.path()};  // it does not really sync
  event_store log{left.file("log.db")};
  int out = 0;
  while (log.find(std::vector{id_of_note(out + 1)}).value()[0]) ++out;
  return out;
}

/// The process ends in doubt, and the next one finds the commit in the page cache and not on the disk.
TEST(a_disk_whose_sync_fails, takes_nothing_with_it_that_is_acknowledged_before_or_behind_a_commit_in_doubt) {
  const temporary_folder folder;
  faults::disk below{folder.path()};
  {
    event_store log{folder.file("log.db")};
    ASSERT_TRUE(to_result(log.append_and_wait(note(1))));
    below.plan({.at = call::sync, .for_good = true});
    ASSERT_TRUE(std::holds_alternative<unknown>(log.append_and_wait(note(2))));
  }
  below.mend();
  std::uint64_t seed = 0;
  below.watch([&](call which, const std::string&) {
    if (which != call::write && which != call::sync) return;
    for (int times = 0; times < 20; ++times) EXPECT_GE(notes_left(below, ++seed), 1) << seed;
  });
  {
    event_store log{folder.file("log.db")};
    below.watch({});
    EXPECT_GT(seed, 40U);
    EXPECT_TRUE(to_result(log.append_and_wait(note(2))).value().replayed) << "it did not come back";
    ASSERT_TRUE(to_result(log.append_and_wait(note(3))));
    for (const auto last = seed + 200; seed < last;) EXPECT_EQ(notes_left(below, ++seed), 3) << seed;
  }
}

}  // namespace
}  // namespace varve::sqlite

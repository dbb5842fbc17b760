#include <varve/faults.hpp>

#include "raw_file.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace varve::faults {
namespace {

using testing::raw_file;
using testing::temporary_folder;

constexpr std::uint64_t seeds = 400;
constexpr std::size_t page = 8192;

/// What a power cut leaves of a file; nullopt when it is gone.
std::optional<std::string> left(const disk& on, std::uint64_t seed, const std::string& file) {
  auto files = on.after_power_cut(seed);
  if (auto found = files.extract(file)) return std::move(found.mapped());
  return std::nullopt;
}

/// How often a power cut leaves each state.
std::map<std::optional<std::string>, int> all_left(const disk& on, const std::string& file) {
  std::map<std::optional<std::string>, int> out;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) ++out[left(on, seed, file)];
  return out;
}

TEST(power_cut, keeps_what_was_synced) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  file.write(std::string(page, 'a'));
  file.write("b", 10);
  file.truncate(100);
  file.sync();
  EXPECT_THAT(all_left(lost, "a.db"), ::testing::ElementsAre(::testing::Pair(
                                          std::string(10, 'a') + 'b' + std::string(89, 'a'), seeds)));
}

TEST(power_cut, keeps_what_stood_there_before_the_disk_was_made) {
  const temporary_folder folder;
  std::ofstream{folder.file("a.db")} << "old";
  disk lost{folder.path()};
  EXPECT_EQ(left(lost, 1, "a.db"), "old");
  const raw_file file{folder.file("a.db")};
  EXPECT_EQ(left(lost, 1, "a.db"), "old");
}

TEST(power_cut, keeps_loses_tears_at_sectors_and_scrambles_what_was_not_synced) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  const std::string old(3 * page, 'o');
  const std::string fresh(page, 'n');
  file.write(old);
  file.sync();
  file.write(fresh, page);
  int torn = 0;
  int scrambled = 0;
  const auto states = all_left(lost, "a.db");
  for (const auto& [state, times] : states) {
    ASSERT_TRUE(state);
    ASSERT_EQ(state->size(), old.size());
    EXPECT_EQ(state->substr(0, page) + state->substr(2 * page), old.substr(page))
        << "touched what was not written";
    for (std::size_t at = page; at < 2 * page; at += 512) {
      const auto sector = state->substr(at, 512);
      if (sector != old.substr(0, 512) && sector != fresh.substr(0, 512)) scrambled += times;
    }
    torn += state->find('n') != std::string::npos && *state != std::string(old).replace(page, page, fresh)
                ? times
                : 0;
  }
  EXPECT_TRUE(states.contains(old));
  EXPECT_TRUE(states.contains(std::string(old).replace(page, page, fresh)));
  EXPECT_GT(torn, 0);
  EXPECT_GT(scrambled, 0);
}

TEST(power_cut, brings_writes_of_which_none_was_synced_in_any_order) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  file.write("..");
  file.sync();
  file.write("1", 0);
  file.write("2", 1);
  const auto states = all_left(lost, "a.db");
  for (const auto* const state : {"..", "1.", ".2", "12"}) EXPECT_TRUE(states.contains(state)) << state;
}

TEST(power_cut, may_leave_the_size_from_before_an_unsynced_truncation) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  file.write("abcd");
  file.sync();
  file.truncate(2);
  const auto states = all_left(lost, "a.db");
  EXPECT_TRUE(states.contains("abcd"));
  EXPECT_TRUE(states.contains("ab"));
  EXPECT_EQ(states.size(), 2U);
}

TEST(power_cut, is_no_kill_which_leaves_everything) {
  const temporary_folder folder;
  disk sound{folder.path()};
  raw_file file{folder.file("a.db")};
  file.write("abcd");
  file.write("X", 1);
  file.truncate(3);
  EXPECT_EQ(sound.now().at("a.db"), "aXc");
}

TEST(power_cut, is_the_same_for_the_same_seed) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  for (sqlite3_int64 at = 0; at < 20; ++at)
    file.write(std::string(5'000, static_cast<char>('a' + at)), at * 4'000);
  for (std::uint64_t seed = 1; seed < 50; ++seed)
    EXPECT_EQ(left(lost, seed, "a.db"), left(lost, seed, "a.db"));
}

TEST(power_cut, loses_what_a_failed_sync_was_for_although_the_next_one_succeeds) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  file.sync();
  file.write("a", 0);
  lost.plan({.at = call::sync});
  EXPECT_EQ(file.sync(), SQLITE_IOERR_FSYNC);
  file.write("b", 1);
  EXPECT_EQ(file.sync(), SQLITE_OK);
  const auto states = all_left(lost, "a.db");
  EXPECT_TRUE(states.contains(std::string("\0b", 2)));
  EXPECT_TRUE(states.contains("ab"));
  file.write("a", 0);
  EXPECT_EQ(file.sync(), SQLITE_OK);
  const auto written_again = all_left(lost, "a.db");
  EXPECT_EQ(written_again.size(), 1U);
  EXPECT_TRUE(written_again.contains("ab"));
}

/// As a disk sees a write beside what stands: a sector of old bytes and new ones, whoever put them together.
TEST(power_cut, spares_the_bytes_that_a_write_leaves_as_they_are_also_behind_a_failed_sync) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  const std::string synced(700, 'a');
  const std::string in_vain(3'000, 'b');
  file.write(synced);
  file.sync();
  file.write(in_vain, 700);
  lost.plan({.at = call::sync});
  EXPECT_EQ(file.sync(), SQLITE_IOERR_FSYNC);
  file.write(synced + in_vain);
  int scrambled = 0;
  for (const auto& [state, times] : all_left(lost, "a.db")) {
    ASSERT_TRUE(state);
    EXPECT_TRUE(state->starts_with(synced));
    if (state->find_first_not_of(std::string("ab\0", 3)) != std::string::npos) scrambled += times;
  }
  EXPECT_GT(scrambled, 0);
}

TEST(power_cut, loses_what_a_disk_that_lies_has_not_synced) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  file.sync();
  file.write("a");
  lost.plan({.at = call::sync, .how = failing::unkept});
  EXPECT_EQ(file.sync(), SQLITE_OK);
  EXPECT_TRUE(all_left(lost, "a.db").contains(""));
}

TEST(power_cut, may_lose_a_file_that_was_never_synced_and_bring_back_one_that_was_deleted) {
  const temporary_folder folder;
  disk lost{folder.path()};
  raw_file file{folder.file("a.db")};
  EXPECT_TRUE(all_left(lost, "a.db").contains(std::nullopt));
  file.write("a");
  file.sync();
  EXPECT_FALSE(all_left(lost, "a.db").contains(std::nullopt));
  ASSERT_EQ(raw_file::remove(folder.file("a.db"), false), SQLITE_OK);
  EXPECT_EQ(all_left(lost, "a.db").size(), 2U);
  raw_file again{folder.file("a.db")};
  ASSERT_EQ(raw_file::remove(folder.file("a.db"), true), SQLITE_OK);
  EXPECT_EQ(all_left(lost, "a.db").size(), 1U);
  EXPECT_TRUE(all_left(lost, "a.db").contains(std::nullopt));
}

void execute(sqlite3* db, const std::string& sql) {
  ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
}

/// Numbers from 1 that a table holds, as far as they stand without a gap; -1 when it is damaged.
int numbers_in(const std::string& path) {
  const disk quick{std::filesystem::path(path).parent_path()};  // it does not really sync
  sqlite3* db = nullptr;
  int out = -1;
  const auto keep = [](void* to, int, char** row, char**) {
    return *static_cast<int*>(to) = std::stoi(row[0]), 0;
  };
  if (sqlite3_open(path.c_str(), &db) == SQLITE_OK)
    sqlite3_exec(db, "SELECT max(x) FROM t HAVING count(*) = max(x)", keep, &out, nullptr);
  sqlite3_close(db);
  return out;
}

/// The fewest numbers that a cut left of 40 committed one by one, at any call of SQLite.
int fewest_left(const std::string& mode, const std::string& sync, std::optional<fault> planned) {
  const temporary_folder folder;
  disk lost{folder.path()};
  sqlite3* db = nullptr;
  sqlite3_open(folder.file("a.db").c_str(), &db);
  execute(db, "PRAGMA journal_mode = " + mode + "; PRAGMA synchronous = " + sync +
                  "; CREATE TABLE t(x INTEGER PRIMARY KEY); PRAGMA wal_autocheckpoint = 7");
  int committed = 0;
  int worst = 0;
  std::uint64_t seed = 0;
  if (planned) lost.plan(*planned);
  lost.watch([&](call which, const std::string&) {
    if (committed == 0 || (which != call::write && which != call::sync && which != call::remove)) return;
    const int acknowledged = committed;
    const temporary_folder after;
    lost.after_power_cut(++seed, after.path());
    worst = std::min(worst, numbers_in(after.file("a.db")) - acknowledged);
  });
  for (int number = 1; number <= 40; ++number) {
    execute(db, "INSERT INTO t VALUES(" + std::to_string(number) + ")");
    committed = number;
  }
  sqlite3_close(db);
  EXPECT_GT(seed, 100U);
  return worst;
}

TEST(power_cut, takes_nothing_from_sqlite_that_syncs_and_something_when_it_does_not) {
  EXPECT_EQ(fewest_left("wal", "full", {}), 0);
  EXPECT_EQ(fewest_left("delete", "extra", {}), 0);
  EXPECT_LT(fewest_left("wal", "normal", {}), 0);
  EXPECT_LT(fewest_left("wal", "full", fault{.at = call::sync, .how = failing::unkept, .for_good = true}), 0);
}

}  // namespace
}  // namespace varve::faults

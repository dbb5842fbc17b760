#include <varve/faults.hpp>

#include "raw_file.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace varve::faults {
namespace {

using ::testing::ElementsAre;
using testing::raw_file;
using testing::temporary_folder;

/// One call of a kind on a file.
int make(call which, raw_file& file, const std::string& other) {
  std::string page(1024, 'r');
  sqlite3_int64 size = 0;
  switch (which) {
    case call::open: return raw_file{other}.result();
    case call::remove: return raw_file::remove(other, true);
    case call::access: return file.access();
    case call::read: return file.read(page);
    case call::write: return file.write(page);
    case call::truncate: return file.truncate(1024);
    case call::sync: return file.sync();
    case call::size: return file.size(size);
    case call::lock: return file.lock();
    case call::shm_map: return file.map_memory();
    case call::shm_lock: return file.lock_memory();
    case call::fetch: return file.fetch();
  }
  return SQLITE_MISUSE;
}

/// Whether each of four calls of a kind succeeded.
std::vector<bool> four_calls(call which, raw_file& file, const std::string& other) {
  std::vector<bool> out;
  for (int i = 0; i < 4; ++i) {
    if (which == call::remove) static_cast<void>(raw_file{other}.result());
    out.push_back(make(which, file, other) == SQLITE_OK);
  }
  return out;
}

TEST(faulty_disk, fails_the_nth_call_of_every_kind_once_or_for_good) {
  for (const auto& [at, how] : all_fault_kinds) {
    if (how == failing::flipped || how == failing::unkept) continue;
    for (const bool for_good : {false, true}) {
      const temporary_folder folder;
      disk faulty{folder.path()};
      raw_file file{folder.file("a.db")};
      ASSERT_EQ(file.write(std::string(1024, 'x')), SQLITE_OK);
      ASSERT_EQ(file.map_memory(), SQLITE_OK);
      faulty.count_anew();
      faulty.plan({.at = at, .how = how, .number = 2, .for_good = for_good});
      EXPECT_THAT(four_calls(at, file, folder.file("other.db")),
                  ElementsAre(true, false, !for_good, !for_good))
          << to_string(at) << ' ' << to_string(how);
      EXPECT_EQ(faulty.fired()[at], for_good ? 3 : 1);
      EXPECT_EQ(faulty.fired().sum(), faulty.fired()[at]);
      faulty.mend();
      EXPECT_THAT(four_calls(at, file, folder.file("other.db")), ElementsAre(true, true, true, true));
    }
  }
}

TEST(faulty_disk, refuses_a_fault_that_there_is_not) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  EXPECT_THROW(faulty.plan({.at = call::sync, .how = failing::busy}), std::invalid_argument);
}

TEST(faulty_disk, counts_only_files_with_the_ending_that_was_asked_for) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  raw_file log{folder.file("a.db-wal")};
  raw_file data{folder.file("a.db")};
  faulty.plan({.at = call::write, .file_ending = "-wal"});
  EXPECT_EQ(data.write("x"), SQLITE_OK);
  EXPECT_EQ(log.write("x"), SQLITE_IOERR_WRITE);
}

TEST(faulty_disk, writes_or_reads_half_when_it_is_cut_short) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  raw_file file{folder.file("a.db")};
  faulty.plan({.at = call::write, .how = failing::cut_short});
  EXPECT_EQ(file.write("abcd"), SQLITE_FULL);
  sqlite3_int64 size = 0;
  file.size(size);
  EXPECT_EQ(size, 2);
  ASSERT_EQ(file.write("abcd"), SQLITE_OK);
  faulty.plan({.at = call::read, .how = failing::cut_short});
  std::string read(4, '?');
  EXPECT_EQ(file.read(read), SQLITE_IOERR_SHORT_READ);
  EXPECT_EQ(read, (std::string{"ab\0\0", 4}));
}

int bits_that_differ(const std::string& a, const std::string& b) {
  int out = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    out += __builtin_popcount(static_cast<unsigned char>(a[i] ^ b[i]));
  return out;
}

TEST(faulty_disk, flips_one_bit_on_the_way_or_for_good) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  raw_file file{folder.file("a.db")};
  const std::string written(1024, 'w');
  std::string read(1024, '?');
  ASSERT_EQ(file.write(written), SQLITE_OK);
  faulty.plan({.at = call::read, .how = failing::flipped});
  ASSERT_EQ(file.read(read), SQLITE_OK);
  EXPECT_EQ(bits_that_differ(read, written), 1);
  ASSERT_EQ(file.read(read), SQLITE_OK);
  EXPECT_EQ(read, written);
  faulty.plan({.at = call::write, .how = failing::flipped});
  ASSERT_EQ(file.write(written), SQLITE_OK);
  ASSERT_EQ(file.read(read), SQLITE_OK);
  EXPECT_EQ(bits_that_differ(read, written), 1);
}

TEST(faulty_disk, leaves_other_folders_alone_and_other_disks_too) {
  const temporary_folder mine;
  const temporary_folder yours;
  const temporary_folder nobodys;
  disk faulty{mine.path()};
  disk sound{yours.path()};
  faulty.plan({.at = call::open, .for_good = true});
  EXPECT_EQ(raw_file{mine.file("a.db")}.result(), SQLITE_CANTOPEN);
  EXPECT_EQ(raw_file{yours.file("a.db")}.result(), SQLITE_OK);
  EXPECT_EQ(raw_file{nobodys.file("a.db")}.result(), SQLITE_OK);
  EXPECT_EQ(sound.calls()[call::open], 1);
}

TEST(faulty_disk, stands_alone_for_its_folder_and_only_as_long_as_it_lives) {
  const temporary_folder folder;
  {
    const disk faulty{folder.path()};
    EXPECT_THROW(disk{folder.path()}, std::invalid_argument);
    EXPECT_STREQ(sqlite3_vfs_find(nullptr)->zName, "varve-faults");
  }
  EXPECT_STRNE(sqlite3_vfs_find(nullptr)->zName, "varve-faults");
}

TEST(faulty_disk, knows_the_files_that_are_open) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  {
    const raw_file first{folder.file("a.db")};
    const raw_file second{folder.file("b.db")};
    EXPECT_EQ(faulty.open_files(), 2);
  }
  EXPECT_EQ(faulty.open_files(), 0);
}

TEST(faulty_disk, shows_each_call_before_it_is_made) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  std::vector<std::string> seen;
  faulty.watch([&](call which, const std::string& file) {
    seen.push_back(std::string(to_string(which)) + " " + file);
  });
  raw_file file{folder.file("a.db")};
  file.write("x");
  file.sync();
  EXPECT_THAT(seen, ElementsAre("open a.db", "write a.db", "sync a.db"));
}

TEST(faulty_disk, lets_nobody_wait_for_a_lock_that_it_keeps_busy) {
  const temporary_folder folder;
  disk faulty{folder.path()};
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file("a.db").c_str(), &db), SQLITE_OK);
  sqlite3_busy_timeout(db, 3'600'000);
  faulty.plan({.at = call::lock, .how = failing::busy, .for_good = true});
  EXPECT_EQ(sqlite3_exec(db, "CREATE TABLE t(x)", nullptr, nullptr, nullptr), SQLITE_BUSY);
  faulty.mend();
  EXPECT_EQ(sqlite3_exec(db, "CREATE TABLE t(x)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
}

}  // namespace
}  // namespace varve::faults

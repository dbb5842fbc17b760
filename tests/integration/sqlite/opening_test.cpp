#include <varve/sqlite/verify.hpp>

#include "connection.hpp"
#include "log_with_events.hpp"
#include "schema.hpp"
#include "store_in_child.hpp"
#include "thread_inside_sqlite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <barrier>
#include <filesystem>
#include <fstream>
#include <future>
#include <string_view>
#include <vector>

namespace {
long pretended_file_system = 0;
}

/// Stands before the C library's, so that a test can lie on a file system that the machine does not have.
extern "C" int statfs(const char*, struct statfs* out) noexcept {
  *out = {};
  out->f_type = pretended_file_system;
  return 0;
}

namespace varve::sqlite {
namespace {

using ::testing::HasSubstr;
using varve::testing::in_child;
using varve::testing::log_with_events;
using varve::testing::temporary_folder;

/// What opening the log there fails with.
error refusal(const std::string& path, const store_options& options = {}) {
  try {
    const event_store store{path, options};
  } catch (const failure& problem) {
    return problem.error();
  }
  return {errc::stopped, "it was opened"};
}

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(opening_a_log, makes_one_log_of_a_new_file_that_many_open_at_once) {
  const temporary_folder folder;
  store_options quick;
  quick.durability = durability::process_crash;
  for (int round = 0; round < 10; ++round) {
    const std::string path = folder.file(std::to_string(round) + ".db");
    std::barrier start{8};
    std::vector<std::future<epoch>> opened;
    for (int i = 0; i < 8; ++i)
      opened.push_back(std::async(std::launch::async, [&] {
        start.arrive_and_wait();
        return event_store{path, quick}.info().value().epoch;
      }));
    const epoch first = opened.front().get();
    for (std::size_t i = 1; i < opened.size(); ++i) EXPECT_EQ(opened[i].get(), first);
  }
}

TEST(opening_a_log, takes_a_log_that_is_made_while_it_looks_for_no_other_programs_file) {
  const temporary_folder folder;
  connection looking{folder.file("log.db"), access::create};
  ASSERT_EQ(looking.text("PRAGMA journal_mode = WAL"), "wal");
  const auto make_the_log_before_the_last_look = [](unsigned, void* path, void*, void* text) {
    if (std::string_view{static_cast<const char*>(text)}.find("sqlite_schema") != std::string_view::npos)
      const event_store other{*static_cast<std::string*>(path)};
    return 0;
  };
  std::string path = looking.path();
  sqlite3_trace_v2(looking.handle(), SQLITE_TRACE_STMT, make_the_log_before_the_last_look, &path);
  EXPECT_EQ(identify(looking), file_content::nothing);
  sqlite3_trace_v2(looking.handle(), 0, nullptr, nullptr);
  EXPECT_EQ(identify(looking), file_content::this_log);
}

TEST(opening_a_log, refuses_a_file_that_is_no_database_and_leaves_it_as_it_is) {
  const temporary_folder folder;
  std::ofstream{folder.file("notes.txt")} << std::string(10'000, 'n');
  const auto why = refusal(folder.file("notes.txt"));
  EXPECT_EQ(why.code, errc::unsupported);
  EXPECT_THAT(why.message, HasSubstr("not a database"));
  EXPECT_EQ(bytes_of(folder.file("notes.txt")), std::string(10'000, 'n'));
}

TEST(opening_a_log, refuses_the_database_of_another_program_and_leaves_it_as_it_is) {
  const temporary_folder folder;
  const auto path = folder.file("theirs.db");
  connection{path, access::create}.execute("CREATE TABLE theirs(a); INSERT INTO theirs VALUES (1)");
  const auto before = bytes_of(path);
  for (const bool read_only : {false, true}) {
    const auto why = refusal(path, {.read_only = read_only});
    EXPECT_EQ(why.code, errc::unsupported);
    EXPECT_THAT(why.message, HasSubstr(path + " is a database of another program"));
  }
  EXPECT_EQ(bytes_of(path), before);
}

TEST(opening_a_log, refuses_a_newer_format_and_names_both) {
  const log_with_events log;
  log.append(1);
  connection{log.path(), access::read_write}.execute(
      ("PRAGMA user_version = " + std::to_string(format_number + 1)).c_str());
  for (const bool read_only : {false, true}) {
    const auto why = refusal(log.path(), {.read_only = read_only});
    EXPECT_EQ(why.code, errc::unsupported);
    EXPECT_THAT(why.message, HasSubstr("in format " + std::to_string(format_number + 1)));
    EXPECT_THAT(why.message, HasSubstr("use a newer Varve"));
  }
}

TEST(opening_a_log, refuses_a_folder_a_missing_folder_and_a_file_that_may_not_be_made) {
  const temporary_folder folder;
  EXPECT_EQ(refusal(folder.path().string()).code, errc::unsupported);
  EXPECT_EQ(refusal(folder.file("absent.db"), {.create = false}).code, errc::not_found);
  EXPECT_EQ(refusal(folder.file("absent.db"), {.read_only = true}).code, errc::not_found);
  EXPECT_EQ(refusal("").code, errc::invalid_argument);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(opening_a_log, refuses_a_network_file_system_unless_told_otherwise) {
  const temporary_folder folder;
  pretended_file_system = 0x6969;
  const auto why = refusal(folder.file("log.db"));
  const auto allowed = refusal(folder.file("log.db"), {.allow_network_file_system = true});
  pretended_file_system = 0;
  EXPECT_EQ(why.code, errc::unsupported);
  EXPECT_THAT(why.message, HasSubstr("kind NFS"));
  EXPECT_EQ(allowed.message, "it was opened");
}

/// Nobody may write for a superuser: the child gives its rights up first.
bool becomes_nobody() {
  return ::geteuid() != 0 || ::seteuid(65'534) == 0;
}

TEST(opening_a_log, says_that_a_folder_cannot_be_written) {
  const temporary_folder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
  EXPECT_TRUE(in_child([&] {
    if (!becomes_nobody()) return false;
    const auto why = refusal(folder.file("log.db"));
    return why.code == errc::unavailable && why.message.find(folder.file("log.db")) != std::string::npos &&
           why.message.find("may not be opened") != std::string::npos;
  }));
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
}

TEST(opening_a_log, says_that_a_file_may_not_be_written) {
  const log_with_events log;
  log.append(1);
  std::filesystem::permissions(log.folder().path(), std::filesystem::perms{0755});
  std::filesystem::permissions(log.path(), std::filesystem::perms{0444});
  EXPECT_TRUE(in_child([&] { return becomes_nobody() && refusal(log.path()).code == errc::read_only; }));
}

TEST(a_store_after_a_fork, refuses_everything_and_leaves_the_parents_alone) {
  const log_with_events log;
  std::unique_ptr<varve::event_store> store = std::make_unique<event_store>(log.path());
  log_with_events::append(*store, 0);
  EXPECT_TRUE(testing::is_refused_in_a_child(store));
  log_with_events::append(*store, 1);
  EXPECT_EQ(store->info().value().head.position, position{2});
}

TEST(a_store_after_a_fork, ends_also_where_a_thread_was_inside_sqlite) {
  const log_with_events log;
  auto store = std::make_unique<event_store>(log.path());
  log_with_events::append(*store, 0);
  const testing::thread_inside_sqlite busy;
  EXPECT_TRUE(in_child([&] {
    store.reset();
    return true;
  }));
}

TEST(migration, takes_an_older_log_through_every_step_in_order) {
  const temporary_folder folder;
  connection db{folder.file("log.db"), access::create};
  db.execute("CREATE TABLE steps(name); PRAGMA user_version = 3");
  const migration steps[] = {
      {.from = 4, .run = [](connection& c) { c.execute("INSERT INTO steps VALUES ('second')"); }},
      {.from = 3, .run = [](connection& c) { c.execute("INSERT INTO steps VALUES ('first')"); }}};
  db.execute("BEGIN IMMEDIATE");
  migrate(db, steps, 5);
  db.execute("COMMIT");
  EXPECT_EQ(db.integer("PRAGMA user_version"), 5);
  EXPECT_EQ(db.text("SELECT group_concat(name) FROM (SELECT name FROM steps ORDER BY rowid)"),
            "first,second");
}

TEST(migration, refuses_a_log_that_it_has_no_step_for) {
  const log_with_events log;
  log.append(1);
  connection{log.path(), access::read_write}.execute("PRAGMA user_version = 0");
  const auto why = refusal(log.path());
  EXPECT_EQ(why.code, errc::unsupported);
  EXPECT_THAT(why.message, HasSubstr("open it once with an older Varve"));
  EXPECT_EQ(connection(log.path(), access::read_only).integer("PRAGMA user_version"), 0);
}

}  // namespace
}  // namespace varve::sqlite

#include "statement.hpp"

#include <varve/core/error.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace varve::sqlite {
namespace {

class sqlite_connection : public ::testing::Test {
 protected:
  testing::temporary_folder folder_;
  std::string path_ = folder_.file("a.db");
};

errc code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const failure& e) {
    return e.code();
  }
  return errc{};
}

TEST_F(sqlite_connection, is_set_up_for_durable_commits_without_checkpoints_of_its_own) {
  connection db{path_, access::create};
  EXPECT_EQ(db.integer("PRAGMA synchronous"), 2);
  EXPECT_EQ(db.integer("PRAGMA wal_autocheckpoint"), 0);
  EXPECT_EQ(db.integer("PRAGMA mmap_size"), 0);
  EXPECT_EQ(db.integer("PRAGMA trusted_schema"), 0);
  EXPECT_EQ(db.integer("PRAGMA cell_size_check"), 1);
}

TEST_F(sqlite_connection, leaves_the_log_behind_when_the_last_one_closes) {
  {
    connection db{path_, access::create};
    db.execute("PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
  }
  EXPECT_GT(std::filesystem::file_size(path_ + "-wal"), 0U);
}

TEST_F(sqlite_connection, syncs_less_only_under_the_name_that_says_so) {
  connection db{path_, access::create, durability::process_crash};
  EXPECT_EQ(db.integer("PRAGMA synchronous"), 1);
}

TEST_F(sqlite_connection, takes_every_character_of_a_path_as_it_is) {
  const std::string odd = folder_.file("50% ?mode=memory #1 ä'.db");
  connection db{odd, access::create};
  db.execute("CREATE TABLE t(a)");
  EXPECT_EQ(db.path(), odd);
  EXPECT_TRUE(std::filesystem::exists(odd));
}

TEST_F(sqlite_connection, makes_a_file_only_when_told_to) {
  EXPECT_EQ(code_of([&] { connection{path_, access::read_write}; }), errc::unavailable);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(sqlite_connection, gives_back_what_a_statement_was_bound_to) {
  connection db{path_, access::create};
  statement echo{db, "SELECT ?, ?, ?, ?, ?"};
  const std::vector<std::uint8_t> blob{0, 1, 255};
  auto row =
      echo.run(std::int64_t{-7}, std::string_view("text"), std::span(blob), nullptr, std::string_view());
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), -7);
  EXPECT_EQ(row.text(1), "text");
  EXPECT_EQ(row.text(2), std::string_view("\0\1\xFF", 3));
  EXPECT_TRUE(row.is_null(3));
  EXPECT_FALSE(row.is_null(4)) << "an empty text is not NULL";
  EXPECT_FALSE(row.next());
}

TEST_F(sqlite_connection, runs_a_statement_again_after_its_rows_were_left_unread) {
  connection db{path_, access::create};
  statement three{db, "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"};
  for (int round = 0; round < 2; ++round) {
    auto row = three.run();
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), 1);
  }
}

TEST_F(sqlite_connection, says_what_failed_and_how) {
  connection db{path_, access::create};
  db.execute("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)");
  statement insert{db, "INSERT INTO t VALUES (?)"};
  try {
    insert.execute(1);
    FAIL() << "a unique value stood twice";
  } catch (const failure& e) {
    EXPECT_EQ(e.code(), errc::invalid_argument);
    EXPECT_NE(e.error().message.find("UNIQUE constraint failed: t.a"), std::string::npos) << e.what();
    EXPECT_NE(e.error().message.find("INSERT INTO t"), std::string::npos) << e.what();
  }
  insert.execute(2);
  EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 2);
}

TEST_F(sqlite_connection, tells_a_held_file_from_a_damaged_one) {
  connection holder{path_, access::create};
  holder.execute("PRAGMA journal_mode = WAL; CREATE TABLE t(a); BEGIN IMMEDIATE");
  connection other{path_, access::read_write, durability::power_cut, std::chrono::milliseconds{1}};
  EXPECT_EQ(code_of([&] { other.execute("BEGIN IMMEDIATE"); }), errc::unavailable);
}

}  // namespace
}  // namespace varve::sqlite

#include <varve/sqlite/database.hpp>

#include "connection.hpp"
#include "in_child.hpp"
#include "temporary_folder.hpp"
#include "thread_inside_sqlite.hpp"
#include "write_lock.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace varve::sqlite {
namespace {

using namespace std::chrono_literals;

template<class F>
error error_of(F&& call) {
  try {
    call();
  } catch (const failure& thrown) {
    return thrown.error();
  }
  return {errc{}, "nothing was thrown"};
}

/// More than SQLite keeps in memory, so that pages go into the write-ahead log before the commit.
constexpr auto many_rows =
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
    "INSERT INTO t SELECT zeroblob(4000) FROM n";

class sqlite_database : public ::testing::Test {
 protected:
  std::int64_t count(const char* sql) {
    return db.read([&](transaction& tx) { return tx.query_one<std::int64_t>(sql).value_or(-1); });
  }

  testing::temporary_folder folder;
  std::string path = folder.file("read.db");
  database db{path};
};

TEST_F(sqlite_database, keeps_what_a_transaction_wrote_when_it_returned) {
  const auto changed = db.write([](transaction& tx) {
    tx.exec("CREATE TABLE sales(sku TEXT, sold INTEGER); CREATE INDEX by_sold ON sales(sold)");
    return tx.exec("INSERT INTO sales VALUES(?, ?), (?, ?)", "apple", 3, std::string{"pear"}, 4);
  });
  EXPECT_EQ(changed, 2);
  database again{path};
  const auto sold = again.read([](transaction& tx) {
    std::vector<std::tuple<std::string, int>> rows;
    for (auto&& row :
         tx.query<std::string, int>("SELECT sku, sold FROM sales WHERE sold > ? ORDER BY sku", 0)) {
      rows.push_back(row);
    }
    return rows;
  });
  EXPECT_EQ(sold, (std::vector<std::tuple<std::string, int>>{{"apple", 3}, {"pear", 4}}));
}

TEST_F(sqlite_database, rolls_back_what_a_transaction_wrote_when_it_threw) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  EXPECT_THROW(db.write([](transaction& tx) {
    tx.exec("INSERT INTO t VALUES(1)");
    throw std::runtime_error{"no"};
  }),
               std::runtime_error);
  EXPECT_EQ(count("SELECT count(*) FROM t"), 0);
  db.write([](transaction& tx) { tx.exec("INSERT INTO t VALUES(1)"); });
  EXPECT_EQ(count("SELECT count(*) FROM t"), 1);
}

TEST_F(sqlite_database, reads_what_was_committed_when_the_reading_began) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  db.read([&](transaction& tx) {
    EXPECT_EQ(tx.query_one<int>("SELECT count(*) FROM t"), 0);
    db.write([](transaction& other) { other.exec("INSERT INTO t VALUES(1)"); });
    EXPECT_EQ(tx.query_one<int>("SELECT count(*) FROM t"), 0);
  });
  EXPECT_EQ(count("SELECT count(*) FROM t"), 1);
}

TEST_F(sqlite_database, refuses_to_write_while_it_reads) {
  const auto why = error_of([&] { db.read([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); }); });
  EXPECT_EQ(why.code, errc::read_only) << why.message;
}

TEST_F(sqlite_database, holds_every_kind_of_value) {
  db.write([](transaction& tx) {
    tx.exec("CREATE TABLE t(a, b, c, d, e, f)");
    tx.exec("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)", nullptr, true, 0.25, std::optional<int>{}, position{7},
            std::vector<int>{1, 2});
  });
  db.read([](transaction& tx) {
    const auto row =
        tx.query_one<std::optional<int>, bool, double, std::optional<int>, position, std::vector<int>>(
            "SELECT * FROM t");
    ASSERT_TRUE(row);
    EXPECT_EQ(*row, (std::tuple{std::optional<int>{}, true, 0.25, std::optional<int>{}, position{7},
                                std::vector<int>{1, 2}}));
  });
}

TEST_F(sqlite_database, gives_text_that_lasts_until_the_next_row_without_a_copy) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a); INSERT INTO t VALUES('x'), ('y')"); });
  std::string all;
  db.read([&](transaction& tx) {
    for (const std::string_view text : tx.query<std::string_view>("SELECT a FROM t ORDER BY a")) all += text;
  });
  EXPECT_EQ(all, "xy");
}

TEST_F(sqlite_database, may_ask_the_same_question_while_it_walks_the_answer) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2), (3)"); });
  int pairs = 0;
  db.read([&](transaction& tx) {
    for ([[maybe_unused]] const int a : tx.query<int>("SELECT a FROM t")) {
      for ([[maybe_unused]] const int b : tx.query<int>("SELECT a FROM t")) ++pairs;
    }
  });
  EXPECT_EQ(pairs, 9);
}

TEST_F(sqlite_database, keeps_the_parameters_of_a_question_as_long_as_its_answer) {
  db.write([](transaction& tx) {
    tx.exec("CREATE TABLE t(a); INSERT INTO t VALUES('a long text that is not kept inside')");
  });
  db.read([](transaction& tx) {
    auto answer =
        tx.query<int>("SELECT 1 FROM t WHERE a = ?", std::string{"a long text that is not kept inside"});
    int rows = 0;
    for ([[maybe_unused]] const int one : answer) ++rows;
    EXPECT_EQ(rows, 1);
  });
}

TEST_F(sqlite_database, says_what_is_wrong_with_a_statement) {
  db.write([&](transaction& tx) {
    for (const auto& why :
         {error_of([&] { tx.exec("INSERT INTO nowhere VALUES(1)"); }),
          error_of([&] { tx.exec("SELECT ?", 1, 2); }), error_of([&] { tx.exec("SELECT 1; SELECT 2", 1); }),
          error_of([&] { (void)tx.query<int>("SELECT 1; SELECT 2"); }),
          error_of([&] { (void)tx.query<int>(" -- nothing"); }),
          error_of([&] { (void)tx.query_one<int, int>("SELECT 1"); }),
          error_of([&] { tx.exec("SELECT {a b}"); })}) {
      EXPECT_EQ(why.code, errc::invalid_argument) << why.message;
    }
    EXPECT_EQ(error_of([&] { (void)tx.query_one<int>("SELECT 'x'"); }).code, errc::undecodable);
  });
}

TEST_F(sqlite_database, does_nothing_for_an_empty_statement) {
  db.write([](transaction& tx) { tx.exec("  -- nothing\n ;"); });
}

TEST_F(sqlite_database, keeps_sql_away_from_what_only_varve_may_touch) {
  for (const auto* sql :
       {"COMMIT", "ROLLBACK", "SAVEPOINT x", "BEGIN", "ATTACH 'x' AS y", "PRAGMA synchronous = OFF",
        "DELETE FROM varve_checkpoints", "INSERT INTO VARVE_projections(projection) VALUES('x')",
        "DROP TABLE varve_generations", "CREATE TABLE varve_mine(a)",
        "CREATE INDEX mine ON varve_checkpoints(epoch)", "ALTER TABLE varve_checkpoints ADD a",
        "CREATE TRIGGER mine AFTER INSERT ON varve_checkpoints BEGIN SELECT 1; END"}) {
    const auto why = error_of([&] { db.write([&](transaction& tx) { tx.exec(sql); }); });
    EXPECT_EQ(why.code, errc::invalid_argument) << sql << ": " << why.message;
  }
  EXPECT_EQ(count("SELECT count(*) FROM varve_checkpoints"), 0);
}

TEST_F(sqlite_database, keeps_sql_away_also_through_a_trigger) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  const auto why = error_of([&] {
    db.write([](transaction& tx) {
      tx.exec("CREATE TRIGGER mine AFTER INSERT ON t BEGIN DELETE FROM varve_projections; END");
      tx.exec("INSERT INTO t VALUES(1)");
    });
  });
  EXPECT_EQ(why.code, errc::invalid_argument) << why.message;
}

TEST_F(sqlite_database, waits_for_others_that_write_and_then_is_unavailable) {
  database impatient{path, {.longest_wait = 0ms}};
  write_lock other{db.path()};
  ASSERT_TRUE(other.try_lock());
  EXPECT_EQ(error_of([&] { impatient.write([](transaction&) {}); }).code, errc::unavailable);
  other.unlock();
  impatient.write([](transaction&) {});
}

TEST_F(sqlite_database, is_written_by_one_at_a_time) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a); INSERT INTO t VALUES(0)"); });
  database second{path};
  const auto raise = [](database& in) {
    for (int i = 0; i < 100; ++i) {
      in.write([](transaction& tx) {
        const int before = *tx.query_one<int>("SELECT a FROM t");
        tx.exec("UPDATE t SET a = ?", before + 1);
      });
    }
  };
  {
    std::jthread a{[&] { raise(db); }}, b{[&] { raise(db); }}, c{[&] { raise(second); }};
  }
  EXPECT_EQ(count("SELECT a FROM t"), 300);
}

TEST_F(sqlite_database, moves_its_write_ahead_log_into_the_file_as_it_grows) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  for (int i = 0; i < 100; ++i) {
    db.write([](transaction& tx) { tx.exec("INSERT INTO t VALUES(zeroblob(400000))"); });
  }
  EXPECT_LT(std::filesystem::file_size(path + "-wal"), 10'000'000U);
}

TEST_F(sqlite_database, leaves_nothing_open_that_would_block_others_when_a_transaction_ends) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  write_lock other{db.path()};
  EXPECT_TRUE(other.try_lock());
}

TEST_F(sqlite_database, knows_the_file_of_a_log) {
  EXPECT_FALSE(db.shares_a_log());
  { connection{path, access::create}.execute("CREATE TABLE varve_log(one INTEGER PRIMARY KEY)"); }
  EXPECT_TRUE(database{path}.shares_a_log());
}

TEST_F(sqlite_database, may_be_looked_at_without_making_or_writing_anything) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a); INSERT INTO t VALUES(7)"); });
  database looking{path, {.read_only = true}};
  EXPECT_EQ(looking.read([](transaction& tx) { return tx.query_one<int>("SELECT a FROM t"); }), 7);
  EXPECT_FALSE(looking.shares_a_log());
  EXPECT_EQ(error_of([&] { static_cast<void>(looking.begin_write()); }).code, errc::read_only);
}

TEST_F(sqlite_database, finds_nothing_to_look_at_where_no_read_models_stand) {
  const std::string absent = folder.file("absent.db");
  const std::string foreign = folder.file("foreign.db");
  connection{foreign, access::create, durability::power_cut}.execute("CREATE TABLE t(a)");
  for (const auto& where : {absent, foreign}) {
    const error why = error_of([&] { database{where, {.read_only = true}}; });
    EXPECT_EQ(why.code, errc::not_found) << where;
    EXPECT_NE(why.message.find(where), std::string::npos) << why.message;
    EXPECT_FALSE(std::filesystem::exists(where + "-lock")) << where;
  }
  EXPECT_FALSE(std::filesystem::exists(absent));
}

TEST_F(sqlite_database, refuses_a_file_that_is_not_a_database) {
  const auto text = folder.file("notes.txt");
  std::ofstream{text} << std::string(5000, 'x');
  EXPECT_EQ(error_of([&] { database{text}; }).code, errc::unsupported);
}

TEST_F(sqlite_database, refuses_a_folder_that_is_not_there) {
  EXPECT_EQ(error_of([&] { database{folder.file("no/read.db")}; }).code, errc::not_found);
}

TEST_F(sqlite_database, refuses_use_after_a_fork) {
  EXPECT_TRUE(testing::in_child([&] {
    const auto why = error_of([&] { (void)db.begin_write(); });
    const auto also = error_of([&] { (void)db.begin_read(); });
    return why.code == errc::unsupported && also.code == errc::unsupported;
  }));
}

TEST_F(sqlite_database, leaves_a_transaction_that_was_begun_before_a_fork_to_the_parent) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  auto mine = std::make_unique<database>(path);
  auto begun = mine->begin_write();
  auto& sql = database::transaction_of(*begun);
  sql.exec(many_rows);
  EXPECT_TRUE(testing::in_child([&] {
    const auto why = error_of([&] { begun->commit(); });
    begun.reset();
    mine.reset();
    return why.code == errc::unsupported;
  }));
  EXPECT_FALSE(write_lock{db.path()}.try_lock());
  EXPECT_EQ(sql.query_one<int>("SELECT count(*) FROM t"), 2000);
  begun->commit();
  EXPECT_EQ(count("SELECT count(*) FROM t"), 2000);
  EXPECT_EQ((connection{path, access::read_only}.text("PRAGMA integrity_check")), "ok");
}

TEST_F(sqlite_database, is_left_alone_in_a_child_while_its_parent_writes) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a)"); });
  auto mine = std::make_unique<database>(path);
  const auto begun = mine->begin_write();
  auto& sql = database::transaction_of(*begun);
  sql.exec(many_rows);
  EXPECT_TRUE(testing::in_child([&] {
    mine.reset();
    return true;
  }));
  EXPECT_EQ(sql.query_one<int>("SELECT count(*) FROM t"), 2000);
}

TEST_F(sqlite_database, ends_in_a_child_also_where_a_thread_was_inside_sqlite) {
  auto mine = std::make_unique<database>(path);
  auto writes = mine->begin_write();
  auto reads = mine->begin_read();
  const testing::thread_inside_sqlite busy;
  EXPECT_TRUE(testing::in_child([&] {
    writes.reset();
    reads.reset();
    mine.reset();
    return true;
  }));
}

}  // namespace
}  // namespace varve::sqlite

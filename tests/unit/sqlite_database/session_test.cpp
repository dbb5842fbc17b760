#include <varve/sqlite/database.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

namespace varve::sqlite {
namespace {

event_id id_of(std::uint8_t n) {
  event_id id;
  id.value.bytes[15] = n;
  return id;
}

/// The port to read models, as SQLite fills it.
class sqlite_session : public ::testing::Test {
 protected:
  template<class F>
  auto write(F&& work) {
    const auto session = db.begin_write();
    if constexpr (std::is_void_v<std::invoke_result_t<F, read_model_session&>>) {
      work(*session);
      session->commit();
    } else {
      auto answer = work(*session);
      session->commit();
      return answer;
    }
  }
  static transaction& sql(read_model_session& session) { return database::transaction_of(session); }

  testing::temporary_folder folder;
  database db{folder.file("read.db")};
  const checkpoint_key sales{"sales", 2};
};

TEST_F(sqlite_session, takes_a_checkpoint_over_by_raising_its_version) {
  EXPECT_EQ(write([&](auto& s) { return s.take_over(sales); }), (checkpoint{{}, position{0}, {}, 1}));
  EXPECT_EQ(write([&](auto& s) { return s.take_over(sales); }).version, 2);
}

TEST_F(sqlite_session, saves_a_checkpoint_only_where_position_and_version_are_those_that_were_read) {
  const auto mine = write([&](auto& s) { return s.take_over(sales); });
  checkpoint next{epoch{id_of(9).value}, position{5}, id_of(5), mine.version};
  EXPECT_TRUE(write([&](auto& s) { return s.save(sales, mine, next); }));
  EXPECT_EQ(db.begin_read()->find(sales), next);
  EXPECT_FALSE(write([&](auto& s) { return s.save(sales, mine, next); })) << "another position";
  (void)write([&](auto& s) { return s.take_over(sales); });
  EXPECT_FALSE(write([&](auto& s) { return s.save(sales, next, next); })) << "another version";
}

TEST_F(sqlite_session, keeps_checkpoints_of_consumers_generations_and_slices_apart) {
  (void)write([&](auto& s) { return s.take_over(sales); });
  EXPECT_FALSE(db.begin_read()->find({"sales", 1}));
  EXPECT_FALSE(db.begin_read()->find({"sales", 2, 1}));
  EXPECT_FALSE(db.begin_read()->find({"sale", 2}));
  write([&](auto& s) { s.erase(sales); });
  EXPECT_FALSE(db.begin_read()->find(sales));
}

TEST_F(sqlite_session, keeps_what_is_known_of_a_projection) {
  EXPECT_TRUE(db.begin_read()->projections().empty());
  EXPECT_TRUE(db.begin_read()->projection("sales").generations.empty());
  const projection_record record{
      2, std::nullopt, 1, {{1, 1, "aa", {"sales"}}, {2, 3, "bb", {"sales", "it's \"x\""}}}};
  write([&](auto& s) { s.store("sales", record); });
  const auto found = db.begin_read()->projection("sales");
  EXPECT_EQ(found.live, 2);
  EXPECT_EQ(found.building, std::nullopt);
  EXPECT_EQ(found.previous, 1);
  EXPECT_EQ(found.generations, record.generations);
  EXPECT_EQ(db.begin_read()->projections(), std::vector<std::string>{"sales"});

  write([&](auto& s) { s.store("sales", projection_record{2, {}, {}, {record.generations[1]}}); });
  EXPECT_EQ(db.begin_read()->projection("sales").generations.size(), 1U);
}

TEST_F(sqlite_session, shows_the_table_of_a_generation_under_its_plain_name) {
  write([](auto& s) {
    for (std::int64_t generation = 1; generation <= 2; ++generation) {
      s.use_generation(generation);
      sql(s).exec("CREATE TABLE {sales}(a)");
      sql(s).exec("INSERT INTO {sales} VALUES(?)", generation);
    }
  });
  const auto shown = [&] {
    return db.read([](transaction& tx) { return tx.query_one<int>("SELECT a FROM {sales}"); });
  };
  write([](auto& s) { s.show("sales", 1); });
  EXPECT_EQ(shown(), 1);
  write([](auto& s) { s.show("sales", 2); });
  EXPECT_EQ(shown(), 2);
  EXPECT_THROW(db.write([](transaction& tx) { tx.exec("INSERT INTO sales VALUES(3)"); }), failure);
  write([](auto& s) { s.drop_view("sales"); });
  EXPECT_THROW(shown(), failure);
}

TEST_F(sqlite_session, tells_what_stands_under_a_name) {
  write([](auto& s) { sql(s).exec("CREATE TABLE t(a); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON t(a)"); });
  const auto session = db.begin_read();
  EXPECT_EQ(session->relation_of("T"), relation::table);
  EXPECT_EQ(session->relation_of("v"), relation::view);
  EXPECT_EQ(session->relation_of("i"), relation::other);
  EXPECT_EQ(session->relation_of("x"), relation::none);
}

TEST_F(sqlite_session, lists_tables_without_views_and_without_what_belongs_to_others) {
  write([](auto& s) {
    sql(s).exec("CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIEW v AS SELECT 1");
    sql(s).exec("CREATE VIRTUAL TABLE words USING fts5(a)");
  });
  auto tables = db.begin_read()->tables();
  std::erase_if(tables, [](const auto& name) { return name.starts_with("varve_"); });
  std::ranges::sort(tables);
  EXPECT_EQ(tables, (std::vector<std::string>{"t", "words"}));
}

TEST_F(sqlite_session, empties_tables_in_slices_with_and_without_rowids) {
  write([](auto& s) {
    sql(s).exec("CREATE TABLE a(x); CREATE TABLE b(x, y, PRIMARY KEY(y, x)) WITHOUT ROWID");
    for (int i = 0; i < 5; ++i) {
      sql(s).exec("INSERT INTO a VALUES(?)", i);
      sql(s).exec("INSERT INTO b VALUES(?, ?)", i, -i);
    }
  });
  for (const auto* table : {"a", "b"}) {
    EXPECT_TRUE(write([&](auto& s) { return s.delete_rows(table, 3); }));
    EXPECT_FALSE(write([&](auto& s) { return s.delete_rows(table, 3); }));
    write([&](auto& s) { s.drop_table(table); });
    EXPECT_EQ(db.begin_read()->relation_of(table), relation::none);
  }
}

TEST_F(sqlite_session, keeps_rows_of_keyed_views_by_their_keys) {
  const row_shape shape{{{"country", column_type::text}, {"year", column_type::integer}},
                        {{"revenue", column_type::integer}, {"best", column_type::text, false}}};
  const std::vector<cell> key{std::string_view{"FR"}, std::int64_t{2011}};
  const auto row = [&](std::int64_t revenue) { return std::vector<cell>{key[0], key[1], revenue, cell{}}; };
  write([&](auto& s) {
    s.use_generation(4);
    s.create_rows("revenue", shape);
    const auto rows = s.rows("revenue", shape);
    EXPECT_FALSE(rows->find(key));
    rows->put(row(5));
    rows->put(row(6));
  });
  EXPECT_EQ(db.begin_read()->relation_of("revenue__4"), relation::table);
  {
    const auto session = db.begin_read();
    session->use_generation(4);
    const auto rows = session->rows("revenue", shape);
    const auto found = rows->find(key);
    ASSERT_TRUE(found);
    EXPECT_EQ((std::vector<cell>{found->begin(), found->end()}),
              (std::vector<cell>{std::int64_t{6}, cell{}}));
  }
  write([&](auto& s) {
    s.use_generation(4);
    s.rows("revenue", shape)->erase(key);
    EXPECT_FALSE(s.rows("revenue", shape)->find(key));
  });
}

TEST_F(sqlite_session, keeps_a_view_that_has_nothing_but_keys) {
  const row_shape shape{{{"key", column_type::text}}, {}};
  const std::vector<cell> key{std::string_view{"a"}};
  write([&](auto& s) {
    s.use_generation(1);
    s.create_rows("names", shape);
    const auto rows = s.rows("names", shape);
    rows->put(key);
    EXPECT_TRUE(rows->find(key));
  });
}

TEST_F(sqlite_session, rolls_back_unless_it_was_committed) {
  { (void)db.begin_write()->take_over(sales); }
  EXPECT_FALSE(db.begin_read()->find(sales));
}

}  // namespace
}  // namespace varve::sqlite

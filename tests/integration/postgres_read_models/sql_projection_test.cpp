#include "orders.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace varve::shop {
namespace {

const auto* const needs = testing::need_postgres();

struct postgres_lines_2 : postgres_lines {
  static constexpr int version = 2;
  void create(postgres::transaction& tx) {
    tx.exec(
        "CREATE TABLE {order_lines}(position bigint PRIMARY KEY, stream text NOT NULL, cents bigint NOT "
        "NULL, "
        "euro numeric GENERATED ALWAYS AS (cents / 100.0) STORED)");
  }
};

class sql_projection : public ::testing::Test {
 protected:
  std::string ask(const std::string& sql) {
    return testing::shared_server::server().execute("SET search_path = " + schema + "; " + sql);
  }

  std::string schema = testing::shared_server::fresh_name();
  postgres::database db{testing::shared_server::server().url(), {.schema = schema}};
  order_log log;
  projector_options how{.page_size = 50};
};

TEST_F(sql_projection, writes_each_event_once_with_its_checkpoint) {
  log.place_many(120);
  for (int life = 0; life < 2; ++life) projector{log.store(), db, how, postgres_lines{}}.poll();
  EXPECT_EQ(ask("SELECT count(*), count(DISTINCT stream), sum(cents) FROM order_lines"), "120|120|7260\n");
  EXPECT_EQ(ask("SELECT position FROM varve_checkpoints"), "120\n");
}

TEST_F(sql_projection, is_rebuilt_with_other_columns_and_rolled_back) {
  log.place_many(60);
  projector first{log.store(), db, how, postgres_lines{}};
  first.poll();
  projector{log.store(), db, how, postgres_lines_2{}}.rebuild();
  EXPECT_EQ(ask("SELECT sum(euro)::numeric(9, 2) FROM order_lines"), "18.30\n");
  log.place_many(1);
  first.roll_back();
  EXPECT_EQ(ask("SELECT count(*) FROM order_lines"), "61\n");
  EXPECT_THROW(ask("SELECT euro FROM order_lines"), std::runtime_error);
  first.drop_previous();
  EXPECT_EQ(
      ask("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'order%'"),
      "1\n");
}

TEST_F(sql_projection, is_not_rebuilt_at_all_when_something_depends_on_its_view) {
  log.place_many(10);
  projector{log.store(), db, how, postgres_lines{}}.poll();
  ask("CREATE VIEW report AS SELECT sum(cents) FROM order_lines");
  projector next{log.store(), db, how, postgres_lines_2{}};
  EXPECT_THROW(next.rebuild(), failure);
  EXPECT_EQ(ask("SELECT count(*) FROM varve_generations"), "1\n");
  EXPECT_EQ(ask("SELECT to_regclass('order_lines__2') IS NULL"), "t\n");
  ask("DROP VIEW report");
  EXPECT_NO_THROW(next.rebuild());
}

TEST_F(sql_projection, is_refused_a_name_under_which_something_else_stands) {
  ask("CREATE TABLE order_lines()");
  log.place_many(1);
  EXPECT_THROW((projector{log.store(), db, how, postgres_lines{}}.poll()), failure);
  EXPECT_EQ(ask("SELECT to_regclass('order_lines__1') IS NULL"), "t\n");
}

TEST_F(sql_projection, empties_an_old_generation_in_slices_before_it_is_dropped) {
  log.place_many(1'500);
  projector first{log.store(), db, how, postgres_lines{}};
  first.poll();
  how.slice = std::chrono::nanoseconds{1};  // one piece of 500 rows a transaction
  projector next{log.store(), db, how, postgres_lines_2{}};
  next.rebuild();
  const auto before = std::stoll(ask("SELECT txid_current()"));
  next.drop_previous();
  EXPECT_GE(std::stoll(ask("SELECT txid_current()")) - before, 3);
  EXPECT_EQ(ask("SELECT to_regclass('order_lines__1') IS NULL"), "t\n");
}

}  // namespace
}  // namespace varve::shop

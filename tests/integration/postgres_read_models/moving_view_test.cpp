#include <varve/sqlite/database.hpp>

#include "orders.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

namespace varve::shop {
namespace {

/// The program of a user, but for the line that opens the database.
template<class Database>
order_log::totals projected(Database& db, order_log& log) {
  projector views{log.store(), db, revenue{}, open_orders{}};
  views.poll();
  views.rebuild();
  return order_log::shown(db);
}

TEST(moving_view, is_the_same_on_sqlite_and_postgresql) {
  order_log log;
  log.place_many(500);
  const testing::temporary_folder folder;
  sqlite::database file{folder.file("read.db")};
  EXPECT_EQ(projected(file, log), log.expected());

  const std::string url = testing::shared_server::server().url();
  // [open]
  varve::postgres::database db{url, {.schema = "shop"}};  // postgres://user@host:port/database
  // [/open]
  EXPECT_EQ(projected(db, log), log.expected());
}

}  // namespace
}  // namespace varve::shop

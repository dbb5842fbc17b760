#include <varve/eventstore/compact_log.hpp>

#include "projector_fixture.hpp"

namespace varve::shop {
namespace {

/// The orders that stand, one to a stream; a deletion takes its order out.
// [follows]
struct standing_orders {
  using events = varve::events<placed, stream_deleted, stream_truncated>;
  static constexpr std::string_view name = "standing_orders";
  static constexpr int version = 1;

  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {standing_orders}(stream TEXT PRIMARY KEY, cents INTEGER NOT NULL)");
  }
  void apply(sqlite::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {standing_orders} VALUES(?, ?)", e.stream().name(), e->cents);
  }
  void apply(sqlite::transaction& tx, const recorded<stream_deleted>& e) { remove(tx, e->stream); }
  void apply(sqlite::transaction& tx, const recorded<stream_truncated>& e) { remove(tx, e->stream); }

 private:
  static void remove(sqlite::transaction& tx, const std::string& stream) {
    tx.exec("DELETE FROM {standing_orders} WHERE stream = ?", stream);
  }
};
// [/follows]

/// Read models over a log of which something is compacted.
class compacted_log : public projector_test {
 protected:
  void remove(const std::string& order) {
    to_result(log().append_and_wait(append_request::soft_delete("order-" + order))).value();
  }
  std::int64_t compact() {
    return compact_log(log(), {.slice = {}, .progress = {}, .time = &time}).value().events;
  }

  std::vector<std::string> standing() {
    return db.read([](sqlite::transaction& tx) {
      std::vector<std::string> out;
      for (auto&& stream : tx.query<std::string>("SELECT stream FROM standing_orders ORDER BY stream"))
        out.push_back(stream);
      return out;
    });
  }
};

TEST_F(compacted_log, leaves_checkpoints_good_and_views_as_they_are) {
  place("a", "FR", 1);
  projector all{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  all.poll();
  remove("a");
  ASSERT_EQ(compact(), 1) << "the event at the checkpoint";
  place("b", "DE", 2);
  projector{log(), db, how, order_lines{}, revenue{}, open_orders{}}.poll();
  EXPECT_EQ(seen(), views) << "also of the event that is gone";
}

TEST_F(compacted_log, shows_a_rebuild_only_what_is_left) {
  place("a", "FR", 1);
  place("b", "FR", 2);
  projector all{log(), db, how, revenue{}};
  all.poll();
  remove("a");
  all.rebuild();
  EXPECT_EQ(seen().revenue, views.revenue) << "a hidden event is seen until it is compacted";
  ASSERT_EQ(compact(), 1);
  all.rebuild();
  EXPECT_EQ(seen().revenue, (expected_views{.revenue = {{"FR", {2, 1}}}, .open = {}, .lines = {}}.revenue));
}

TEST_F(compacted_log, gives_the_same_view_to_a_projection_that_follows_deletions) {
  for (const std::string order : {"a", "b", "c"}) place(order, "FR", 1);
  remove("a");
  to_result(log().append_and_wait(append_request::truncate("order-c", revision{1}))).value();
  projector all{log(), db, how, standing_orders{}};
  all.poll();
  ASSERT_EQ(standing(), std::vector<std::string>{"order-b"});
  ASSERT_EQ(compact(), 2);
  all.rebuild();
  EXPECT_EQ(standing(), std::vector<std::string>{"order-b"});
}

TEST_F(compacted_log, is_passed_by_a_projection_that_has_not_seen_what_is_gone) {
  trade(20);
  for (int i = 0; i < 20; ++i) remove("1_" + std::to_string(i));
  ASSERT_GT(compact(), 20);
  projector all{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  all.poll();
  EXPECT_EQ(seen(), expected_views{});
  EXPECT_EQ(saved("revenue")->position, head().position);
}

}  // namespace
}  // namespace varve::shop

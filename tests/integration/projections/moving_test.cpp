#include <varve/eventstore/export_log.hpp>
#include <varve/eventstore/import_log.hpp>
#include <varve/sqlite/event_store.hpp>

#include "projector_fixture.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace varve::shop {
namespace {

/// A log that moves from memory into a file and back, with the projections that follow it.
class moving_test : public projector_test {
 protected:
  using lines_of_log = std::vector<std::string>;

  static lines_of_log exported(event_store& from) {
    lines_of_log out;
    export_log(from, [&](std::string_view line) {
      out.emplace_back(line);
      return result<void>{};
    }).value();
    return out;
  }

  static void import_into(event_store& to, const lines_of_log& all) {
    std::size_t next = 0;
    const line_source give = [&]() -> std::optional<result<std::string>> {
      if (next == all.size()) return std::nullopt;
      return result<std::string>{all[next++]};
    };
    import_log(to, give).value();
  }

  std::unique_ptr<event_store> file_log(const char* name) {
    return std::make_unique<sqlite::event_store>(
        folder.file(name),
        sqlite::store_options{.durability = sqlite::durability::process_crash, .env = env});
  }

  /// The projections on whatever the log is now; they have nothing to rebuild.
  void follow() {
    projector views_of_shop{log(), db, how, order_lines{}, revenue{}, open_orders{}};
    views_of_shop.poll();
    EXPECT_EQ(seen(), views);
    for (const auto& one : views_of_shop.status().value()) {
      EXPECT_EQ(one.live, 1);
      EXPECT_EQ(one.lag, 0);
    }
  }
};

TEST_F(moving_test, projections_go_on_from_their_checkpoints_through_a_file_and_back) {
  trade(30);
  follow();
  trade(10, 2);  // they stand behind the head when the log moves
  const lines_of_log first = exported(log());

  auto file = file_log("moved.db");
  import_into(*file, first);
  store = std::move(file);
  trade(10, 3);
  follow();
  const lines_of_log second = exported(log());
  ASSERT_GT(second.size(), first.size());
  EXPECT_TRUE(std::equal(first.begin() + 1, first.end(), second.begin() + 1))
      << "the same lines, byte by byte";

  auto back = std::make_unique<memory_store>(memory_store_options{.env = env});
  import_into(*back, second);
  store = std::move(back);
  trade(10, 4);
  follow();
  const lines_of_log third = exported(log());
  EXPECT_TRUE(std::equal(second.begin() + 1, second.end(), third.begin() + 1));
}

TEST_F(moving_test, a_source_that_lives_on_is_not_mistaken_for_the_log_that_moved) {
  trade(20);
  auto file = file_log("moved.db");
  import_into(*file, exported(log()));
  auto source = std::exchange(store, std::move(file));
  trade(5, 2);
  follow();
  std::swap(source, store);
  note("the source goes on by itself");
  projector late{log(), db, how, revenue{}};
  EXPECT_EQ(late.try_poll().error().code, errc::wrong_epoch);
}

TEST_F(moving_test, a_projection_that_followed_the_source_further_is_refused) {
  trade(20);
  auto file = file_log("moved.db");
  import_into(*file, exported(log()));
  trade(5, 2);
  follow();
  store = std::move(file);
  note("the moved log goes its own way");
  projector late{log(), db, how, revenue{}};
  EXPECT_EQ(late.try_poll().error().code, errc::wrong_epoch);
}

}  // namespace
}  // namespace varve::shop

#pragma once

#include <varve/eventstore/export_log.hpp>
#include <varve/eventstore/import_log.hpp>
#include <varve/sqlite/event_store.hpp>

#include "projector_fixture.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace varve::shop {

/// A log that moves between stores, with the projections that follow it.
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

  /// Whether the same events stand in both, byte by byte; the first line tells the log.
  static bool same_events(const lines_of_log& one, const lines_of_log& other) {
    return one.size() == other.size() && std::equal(one.begin() + 1, one.end(), other.begin() + 1);
  }

  /// The log goes on in `to`; answers the store that it leaves.
  std::unique_ptr<event_store> move_to(std::unique_ptr<event_store> to) {
    const lines_of_log all = exported(log());
    import_into(*to, all);
    EXPECT_TRUE(same_events(exported(*to), all));
    return std::exchange(store, std::move(to));
  }

  std::unique_ptr<event_store> file_log(const char* name) {
    return std::make_unique<sqlite::event_store>(
        folder.file(name),
        sqlite::store_options{.durability = sqlite::durability::process_crash, .env = env});
  }

  /// The store that the log has left goes on by itself, and the projections have gone on where it went.
  void expect_a_source_that_lives_on_to_be_refused(std::unique_ptr<event_store> source) {
    trade(5, 2);
    follow();
    std::swap(source, store);
    note("the source goes on by itself");
    projector late{log(), db, how, revenue{}};
    EXPECT_EQ(late.try_poll().error().code, errc::wrong_epoch);
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

}  // namespace varve::shop

#pragma once

#include <varve/eventstore/export_log.hpp>
#include <varve/eventstore/import_log.hpp>
#include <varve/sqlite/event_store.hpp>

#include "projector_fixture.hpp"

#include <cstddef>
#include <memory>
#include <string>
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

}  // namespace varve::shop

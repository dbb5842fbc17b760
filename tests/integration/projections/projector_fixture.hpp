#pragma once

#include <varve/core/record.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/testing.hpp>

#include "shop.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace varve::shop {

/// What each view must hold, folded by hand beside it.
struct expected_views {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> revenue;  // country: cents, orders
  std::map<std::string, std::pair<std::string, std::int64_t>> open;      // order: country, cents
  std::map<std::int64_t, std::pair<std::string, std::int64_t>> lines;    // position: stream, cents
  friend bool operator==(const expected_views&, const expected_views&) = default;
};

/// A log with orders in it, and a database for its read models.
class projector_test : public ::testing::Test {
 protected:
  /// One commit that places an order.
  appended place(const std::string& order, const std::string& country, std::int64_t cents) {
    auto done = append(order, placed{country, "sku", cents});
    views.revenue[country].first += cents;
    views.revenue[country].second += 1;
    views.open[order] = {country, cents};
    views.lines[done.first.value()] = {"order-" + order, cents};
    return done;
  }

  appended cancel(const std::string& order, const std::string& country, std::int64_t cents) {
    auto done = append(order, cancelled{country, cents});
    views.revenue[country].first -= cents;
    views.revenue[country].second -= 1;
    views.open.erase(order);
    views.lines[done.first.value()] = {"order-" + order, -cents};
    return done;
  }

  /// An event that no projection handles.
  appended note(const std::string& text) {
    new_event event;
    event.type = "order.noted";
    event.data = "{\"text\":\"" + text + "\"}";
    return to_result(log().append_and_wait(append_request::to("note-1", {event}))).value();
  }

  /// Orders of a few countries, some of them cancelled, always the same for a seed.
  void trade(int orders, std::uint64_t seed = 1) {
    std::minstd_rand draw{static_cast<std::minstd_rand::result_type>(seed)};
    const std::vector<std::string> countries{"FR", "DE", "GB", "ES", "NL"};
    for (int i = 0; i < orders; ++i) {
      const std::string order = std::to_string(seed) + "_" + std::to_string(i);
      const auto& country = countries[draw() % countries.size()];
      const auto cents = static_cast<std::int64_t>(draw() % 10'000 + 1);
      place(order, country, cents);
      if (draw() % 4 == 0) cancel(order, country, cents);
      if (draw() % 8 == 0) note("x");
    }
  }

  template<class E>
  appended append(const std::string& order, const E& event) {
    std::vector<new_event> events;
    events.push_back(record<family>(event).value());
    return to_result(log().append_and_wait(append_request::to("order-" + order, std::move(events)))).value();
  }

  /// For tests that wait in earnest.
  void use_real_time() {
    env.clock = &system_clock();
    how.env = env;
    store = std::make_unique<memory_store>(memory, memory_store_options{.env = env});
  }

  event_store& log() { return *store; }
  token head() { return log().info().value().head; }

  /// What readers see of the views that are there.
  expected_views seen() { return seen_in(db); }
  static expected_views seen_in(sqlite::database& model) {
    expected_views found;
    model.read([&](sqlite::transaction& tx) {
      const auto shown = [&](std::string_view name) {
        return tx.query_one<int>("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?", name)
            .has_value();
      };
      if (shown("revenue")) {
        for (auto&& [country, cents, orders] : tx.query<std::string, std::int64_t, std::int64_t>(
                 "SELECT country, cents, orders FROM revenue")) {
          found.revenue[country] = {cents, orders};
        }
      }
      if (shown("open_orders")) {
        for (auto&& [order, country, cents] : tx.query<std::string, std::string, std::int64_t>(
                 "SELECT key, country, cents FROM open_orders")) {
          found.open[order] = {country, cents};
        }
      }
      if (shown("order_lines")) {
        for (auto&& [at, stream, cents] : tx.query<std::int64_t, std::string, std::int64_t>(
                 "SELECT position, stream, cents FROM order_lines")) {
          found.lines[at] = {stream, cents};
        }
      }
    });
    return found;
  }

  std::optional<checkpoint> saved(const std::string& projection, std::int64_t generation = 1) {
    return db.begin_read()->find({projection, generation});
  }

  testing::temporary_folder folder;
  testing::virtual_clock time;
  testing::seeded_random random{7};
  testing::recording_log lines;
  testing::recording_metrics metrics;
  environment env{.clock = &time, .random = &random, .log = &lines, .metrics = &metrics};
  projector_options how{.env = env};
  std::shared_ptr<memory_log> memory = std::make_shared<memory_log>(random);
  std::unique_ptr<event_store> store =
      std::make_unique<memory_store>(memory, memory_store_options{.env = env});
  sqlite::database db{folder.file("read.db"), {.durability = sqlite::durability::process_crash}};
  expected_views views;
};

template<class F>
error error_of(F&& call) {
  try {
    call();
  } catch (const failure& thrown) {
    return thrown.error();
  }
  return {errc{}, "nothing was thrown"};
}

}  // namespace varve::shop

// The code of docs/reference/projections.md: regions between // [name] and // [/name] stand there word for
// word.

#include <varve/core/record.hpp>
#include <varve/eventstore/memory_leases.hpp>
#include <varve/eventstore/subscription.hpp>
#include <varve/projections.hpp>
#include <varve/sqlite.hpp>
#include <varve/sqlite/database.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace page {

using namespace std::chrono_literals;

// [events]
struct placed {
  static constexpr std::string_view event_name = "order.placed";
  std::string country;
  std::int64_t cents = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(cents)); }
};
struct cancelled {
  static constexpr std::string_view event_name = "order.cancelled";
  std::string reason;
  void serialize(auto& ar) { ar(CEREAL_NVP(reason)); }
};
// [/events]

// [sql]
struct order_list {
  using events = varve::events<placed, cancelled>;  // exactly what it handles; each has its apply
  static constexpr std::string_view name = "order_list";
  static constexpr int version = 1;

  void create(varve::sqlite::transaction& tx) {
    tx.exec(
        "CREATE TABLE {order_list}(id TEXT PRIMARY KEY, country TEXT NOT NULL, cents INTEGER, open BOOLEAN)");
    tx.exec("CREATE INDEX {order_list_by_country} ON {order_list}(country)");
  }
  void apply(varve::sqlite::transaction& tx, const varve::recorded<placed>& e) {
    tx.exec("INSERT INTO {order_list} VALUES(?, ?, ?, true)", e.stream().id(), e->country, e->cents);
  }
  void apply(varve::sqlite::transaction& tx, const varve::recorded<cancelled>& e) {
    tx.exec("UPDATE {order_list} SET open = false WHERE id = ?", e.stream().id());
  }
};
// [/sql]

// [keyed]
struct revenue {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "revenue";  // the table, too
  static constexpr int version = 1;
  static constexpr std::string_view key_name = "country";  // else `key`

  struct row {  // each member is a column
    std::int64_t cents = 0;
    std::int64_t orders = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(cents), CEREAL_NVP(orders)); }
  };

  std::string_view key_of(const placed& e) const { return e.country; }
  void evolve(row& r, const placed& e) const {
    r.cents += e.cents;
    ++r.orders;
  }
};
// [/keyed]

// [forms]
struct open_orders {
  using events = varve::events<placed, cancelled>;
  static constexpr std::string_view name = "open_orders";
  static constexpr int version = 1;

  struct row {
    std::string country;
    std::int64_t cents = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(cents)); }
  };

  std::string_view key_of(const varve::recorded<placed>& e) const { return e.stream().id(); }
  std::string_view key_of(const varve::recorded<cancelled>& e) const { return e.stream().id(); }
  row evolve(row, const placed& e) const { return {e.country, e.cents}; }
  std::optional<row> evolve(row, const cancelled&) const { return std::nullopt; }  // the row goes
};
// [/forms]

class reference_page : public ::testing::Test {
 protected:
  template<class E>
  varve::token append(const std::string& order, const E& event) {
    std::vector<varve::new_event> events;
    events.push_back(varve::record<varve::events<placed, cancelled>>(event).value());
    auto request = varve::append_request::to("order-" + order, std::move(events));
    return varve::to_result(store.append_and_wait(std::move(request))).value().token;
  }

  varve::testing::temporary_folder folder;
  varve::sqlite::event_store store{folder.file("shop.db")};
  varve::sqlite::database model{folder.file("shop-views.db")};
};

TEST_F(reference_page, runs_projections_and_reads_what_they_wrote) {
  append("1", placed{"FR", 500});
  append("2", placed{"FR", 700});
  append("2", cancelled{"too late"});
  // [run]
  varve::projector views{store, model, order_list{}, revenue{}, open_orders{}};
  views.poll();                                                       // to the head, now: what a test wants
  std::jthread live{[&](std::stop_token stop) { views.run(stop); }};  // follow until told to stop
  // [/run]
  std::map<std::string, std::int64_t> shown;
  const varve::token written = append("3", placed{"DE", 100});
  // [wait]
  if (auto there = views.wait_for(written, 2s); !there) FAIL() << there.error().message;
  model.read([&](varve::sqlite::transaction& tx) {
    for (auto [country, cents] : tx.query<std::string, std::int64_t>("SELECT country, cents FROM revenue"))
      shown[country] = cents;
  });
  // [/wait]
  EXPECT_EQ(shown, (std::map<std::string, std::int64_t>{{"DE", 100}, {"FR", 1200}}));
  const auto count = [&](std::string_view sql) {
    return model.read([&](varve::sqlite::transaction& tx) { return tx.query_one<int>(sql).value(); });
  };
  EXPECT_EQ(count("SELECT count(*) FROM open_orders"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM order_list WHERE open"), 2);
}

TEST_F(reference_page, reads_a_view_from_memory) {
  append("1", placed{"FR", 500});
  // [memory]
  varve::memory_view<revenue> by_country;  // copies show the same rows
  varve::projector views{store, model, by_country};
  views.poll();
  const std::optional<revenue::row> france = by_country.find("FR");
  // [/memory]
  ASSERT_TRUE(france);
  EXPECT_EQ(france->cents, 500);
}

TEST_F(reference_page, rebuilds_and_goes_back) {
  append("1", placed{"FR", 500});
  varve::projector views{store, model, revenue{}};
  views.poll();
  int told = 0;
  std::stop_source stopping;
  const auto stop = stopping.get_token();
  const auto show = [&](std::string_view, std::int64_t, std::int64_t) { ++told; };
  // [rebuild]
  views.rebuild([&](const varve::rebuild_progress& p) { show(p.projection, p.at.value(), p.head.value()); },
                stop);
  views.roll_back();      // the old one again, caught up first
  views.drop_previous();  // and what the rebuild made is given up
  // [/rebuild]
  EXPECT_GT(told, 0);
  std::string text;
  // [status]
  const auto all = varve::status_of(store, model).value();
  for (const varve::projection_status& each : all)
    text += each.name + " at " + std::to_string(each.at.position.value()) + ", behind by " +
            std::to_string(each.lag) + '\n';
  // [/status]
  EXPECT_EQ(text, "revenue at 1, behind by 0\n");
  EXPECT_EQ(all[0].live, 1);
  EXPECT_EQ(all[0].previous, std::nullopt);
}

// [partitions]
struct spending {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "spending";
  static constexpr int version = 1;
  static constexpr int partitions = 4;

  std::string_view partition_key(const placed& e) const { return e.country; }

  void create(varve::sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {spending}(country TEXT PRIMARY KEY, cents INTEGER)");
  }
  void apply(varve::sqlite::transaction& tx, const varve::recorded<placed>& e) {
    tx.exec("INSERT INTO {spending} VALUES(?1, ?2) ON CONFLICT DO UPDATE SET cents = cents + ?2", e->country,
            e->cents);
  }
};
// [/partitions]

TEST_F(reference_page, shares_the_work_between_processes) {
  const std::string path = folder.file("shop.db");
  varve::sqlite::event_store shop{path};
  std::optional<varve::error> ended;
  const auto place = [&](const std::string& country, std::int64_t cents) {
    std::vector<varve::new_event> events{
        varve::record<varve::events<placed>>(placed{country, cents}).value()};
    return varve::to_result(shop.append_and_wait(varve::append_request::to("order-1", std::move(events))))
        .value()
        .token;
  };
  varve::token written = place("FR", 500);
  {
    // [leases]
    varve::sqlite::lease_store leases{path};  // where the log is
    varve::projector views{shop, model, {.leases = {.store = &leases}}, revenue{}, spending{}};
    std::jthread live{[&](std::stop_token stop) { ended = views.run(stop); }};  // here, or where it is held
    // [/leases]
    ASSERT_TRUE(views.wait_for(written, 60s));
    written = place("DE", 70);
    // [key]
    auto there = views.wait_for(written, 60s, varve::slice_of("DE"));  // the ranges of that key only
    // [/key]
    EXPECT_TRUE(there) << there.error().message;
  }
  EXPECT_FALSE(ended);
  // [holders]
  varve::sqlite::lease_store leases{path};
  for (const varve::lease& each : leases.list("projection/revenue/").value())
    if (each.in_force()) std::cout << each.name << " is held by " << each.owner << '\n';
  // [/holders]
  EXPECT_EQ(leases.list("projection/spending/").value().size(), 5U);  // four ranges and a seat
}

TEST_F(reference_page, shares_a_subscription_between_processes) {
  append("1", placed{"FR", 500});
  std::vector<std::string> mails;
  std::mutex mutex;
  const auto send = [&](std::string_view order) {
    const std::lock_guard lock{mutex};
    mails.emplace_back(order);
  };
  varve::memory_leases leases;
  varve::read_model_checkpoints places{model};
  // [subscription_leases]
  varve::subscription mailer{store,
                             places,
                             "mailer",
                             {.types = {"order.placed"}},
                             [&](const varve::event_view& e) { send(e.stream.id()); },
                             {.leases = {.store = &leases}, .partitions = 8}};
  // [/subscription_leases]
  mailer.poll();
  EXPECT_EQ(mails, std::vector<std::string>{"1"});
}

TEST_F(reference_page, subscribes_without_a_view) {
  append("1", placed{"FR", 500});
  std::vector<std::string> mails;
  // [subscription]
  varve::read_model_checkpoints places{model};
  varve::subscription mailer{
      store, places, "mailer", {.types = {"order.placed"}}, [&](const varve::event_view& e) {
        mails.emplace_back(e.stream.id());
      }};
  mailer.poll();
  // [/subscription]
  EXPECT_EQ(mails, std::vector<std::string>{"1"});
}

}  // namespace page

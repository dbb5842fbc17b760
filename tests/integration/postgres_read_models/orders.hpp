#pragma once

#include <varve/core/record.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/postgres/database.hpp>
#include <varve/projections.hpp>

#include "shared_server.hpp"
#include "shop.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace varve::shop {

// [sql]
/// A line for each order, in PostgreSQL's SQL.
struct postgres_lines {
  using events = varve::events<placed, cancelled>;
  static constexpr std::string_view name = "order_lines";
  static constexpr int version = 1;

  void create(postgres::transaction& tx) {
    tx.exec(
        "CREATE TABLE {order_lines}(position bigint PRIMARY KEY, stream text NOT NULL, cents bigint NOT "
        "NULL)");
    tx.exec("CREATE INDEX {order_lines_by_stream} ON {order_lines}(stream)");
  }
  void apply(postgres::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {order_lines} VALUES($1, $2, $3)", e.position(), e.stream().name(), e->cents);
  }
  void apply(postgres::transaction& tx, const recorded<cancelled>& e) {
    tx.exec("INSERT INTO {order_lines} VALUES($1, $2, $3)", e.position(), e.stream().name(), -e->cents);
  }
};
// [/sql]

/// A log with orders, each a commit.
class order_log {
 public:
  using totals = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;  // country: cents, orders

  void place(const std::string& country, std::int64_t cents) {
    std::vector<new_event> events;
    events.push_back(record<family>(placed{country, "sku", cents}).value());
    const auto order = std::to_string(++orders_);
    (void)to_result(store_.append_and_wait(append_request::to("order-" + order, std::move(events)))).value();
    expected_[country].first += cents;
    ++expected_[country].second;
  }
  void place_many(int count) {
    for (int i = 0; i < count; ++i) place("C" + std::to_string(i % 7), i + 1);
  }

  [[nodiscard]] event_store& store() { return store_; }
  [[nodiscard]] const totals& expected() const { return expected_; }

  /// What a database shows of `revenue`.
  template<class Database>
  [[nodiscard]] static totals shown(Database& in) {
    return in.read([](auto& tx) {
      totals found;
      for (auto&& [country, cents, orders] : tx.template query<std::string, std::int64_t, std::int64_t>(
               "SELECT country, cents, orders FROM revenue"))
        found[country] = {cents, orders};
      return found;
    });
  }

 private:
  memory_store store_;
  totals expected_;
  int orders_ = 0;
};

}  // namespace varve::shop

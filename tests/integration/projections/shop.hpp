#pragma once

#include <varve/core/only.hpp>
#include <varve/core/stream_changes.hpp>
#include <varve/projections.hpp>
#include <varve/sqlite/database.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A shop whose orders are placed and cancelled, and what may be asked of it.
namespace varve::shop {

struct placed {
  static constexpr std::string_view event_name = "order.placed";
  std::string country;
  std::string sku;
  std::int64_t cents = 0;

  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(sku), CEREAL_NVP(cents)); }
};

struct cancelled {
  static constexpr std::string_view event_name = "order.cancelled";
  std::string country;
  std::int64_t cents = 0;

  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(cents)); }
};

using family = events<placed, cancelled>;

/// A read model that writes SQL: a line for each order, each with its place.
struct order_lines {
  using events = varve::events<placed, cancelled>;
  static constexpr std::string_view name = "order_lines";
  static constexpr int version = 1;

  void create(sqlite::transaction& tx) {
    tx.exec(
        "CREATE TABLE {order_lines}(position INTEGER PRIMARY KEY, stream TEXT NOT NULL, cents INTEGER NOT "
        "NULL)");
    tx.exec("CREATE INDEX {order_lines_by_stream} ON {order_lines}(stream)");
  }
  void apply(sqlite::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {order_lines} VALUES(?, ?, ?)", e.position(), e.stream().name(), e->cents);
  }
  void apply(sqlite::transaction& tx, const recorded<cancelled>& e) {
    tx.exec("INSERT INTO {order_lines} VALUES(?, ?, ?)", e.position(), e.stream().name(), -e->cents);
  }
};

/// A keyed view: what each country brought, and in how many orders.
struct revenue {
  using events = varve::events<placed, cancelled>;
  static constexpr std::string_view name = "revenue";
  static constexpr int version = 1;
  static constexpr std::string_view key_name = "country";

  struct row {
    std::int64_t cents = 0;
    std::int64_t orders = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(cents), CEREAL_NVP(orders)); }
  };

  std::string_view key_of(const placed& e) const { return e.country; }
  std::string_view key_of(const cancelled& e) const { return e.country; }
  void evolve(row& r, const placed& e) const {
    r.cents += e.cents;
    ++r.orders;
  }
  void evolve(row& r, const cancelled& e) const {
    r.cents -= e.cents;
    --r.orders;
  }
};

/// What is open now: a row for each order that was placed and not cancelled.
struct open_orders {
  using events = varve::events<placed, cancelled>;
  static constexpr std::string_view name = "open_orders";
  static constexpr int version = 1;

  struct row {
    std::string country;
    std::int64_t cents = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(cents)); }
  };

  std::string_view key_of(const recorded<placed>& e) const { return e.stream().id(); }
  std::string_view key_of(const recorded<cancelled>& e) const { return e.stream().id(); }
  row evolve(row, const placed& e) const { return {e.country, e.cents}; }
  std::optional<row> evolve(row, const cancelled&) const { return std::nullopt; }
};

}  // namespace varve::shop

#pragma once

#include <varve/core/event_family.hpp>
#include <varve/projections/projector.hpp>
#include <varve/sqlite/database.hpp>

#include "workload.hpp"

#include <cereal/cereal.hpp>
#include <cereal/types/string.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The views of the rebuilding baselines as a user of Varve writes them. Their events decode the fields that
/// the baselines read, and no others.
namespace bench {

/// What one view reads of an order_line.
struct sale_fields {
  std::string product;
  std::int64_t quantity = 0;
  std::int64_t unit_price = 0;
  double discount = 0;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(product), CEREAL_NVP(quantity), CEREAL_NVP(unit_price), CEREAL_NVP(discount));
  }
};

/// The same with the keys of all three views.
struct keyed_sale_fields : sale_fields {
  std::string customer;
  std::string branch;

  void serialize(auto& ar) {
    sale_fields::serialize(ar);
    ar(CEREAL_NVP(customer), CEREAL_NVP(branch));
  }
};

/// One of the workload's event types.
template<class Fields, std::size_t Type>
struct line_event : Fields {
  static constexpr std::string_view event_name = type_names[Type];
};

template<class Fields>
using line_events = varve::events<line_event<Fields, 0>, line_event<Fields, 1>, line_event<Fields, 2>,
                                  line_event<Fields, 3>, line_event<Fields, 4>>;

/// Folded in memory: the baseline's rebuild_keyed_view.
struct keyed_sales {
  using events = line_events<sale_fields>;
  static constexpr std::string_view name = "sales_by_product";
  static constexpr int version = 1;

  struct row {
    std::int64_t lines = 0;
    std::int64_t quantity = 0;
    std::int64_t revenue = 0;
    double discount = 0;
    void serialize(auto& ar) {
      ar(CEREAL_NVP(lines), CEREAL_NVP(quantity), CEREAL_NVP(revenue), CEREAL_NVP(discount));
    }
  };

  std::string_view key_of(const sale_fields& sold) const { return sold.product; }
  void evolve(row& sales, const sale_fields& sold) const {
    ++sales.lines;
    sales.quantity += sold.quantity;
    sales.revenue += sold.quantity * sold.unit_price;
    sales.discount += sold.discount;
  }
};

inline constexpr std::string_view columns_of_sales =
    "(key TEXT PRIMARY KEY, lines INTEGER NOT NULL, quantity INTEGER NOT NULL, revenue INTEGER NOT NULL,"
    " discount REAL NOT NULL) WITHOUT ROWID";

/// One upsert per event: the baseline's rebuild_sql_view.
template<class Fields>
struct sql_sales_by_product {
  using events = line_events<Fields>;
  static constexpr std::string_view name = "sales_by_product";
  static constexpr int version = 1;

  void create(varve::sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {sales_by_product}" + std::string{columns_of_sales});
  }
  template<std::size_t Type>
  void apply(varve::sqlite::transaction& tx, const varve::recorded<line_event<Fields, Type>>& sold) {
    tx.exec(
        "INSERT INTO {sales_by_product} VALUES (?1, 1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET "
        "lines = lines + 1, quantity = quantity + ?2, revenue = revenue + ?3, discount = discount + ?4",
        sold->product, sold->quantity, sold->quantity * sold->unit_price, sold->discount);
  }
};

struct sql_sales_by_customer {
  using events = line_events<keyed_sale_fields>;
  static constexpr std::string_view name = "sales_by_customer";
  static constexpr int version = 1;

  void create(varve::sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {sales_by_customer}" + std::string{columns_of_sales});
  }
  template<std::size_t Type>
  void apply(varve::sqlite::transaction& tx,
             const varve::recorded<line_event<keyed_sale_fields, Type>>& sold) {
    tx.exec(
        "INSERT INTO {sales_by_customer} VALUES (?1, 1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET "
        "lines = lines + 1, quantity = quantity + ?2, revenue = revenue + ?3, discount = discount + ?4",
        sold->customer, sold->quantity, sold->quantity * sold->unit_price, sold->discount);
  }
};

struct sql_sales_by_branch {
  using events = line_events<keyed_sale_fields>;
  static constexpr std::string_view name = "sales_by_branch";
  static constexpr int version = 1;

  void create(varve::sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {sales_by_branch}" + std::string{columns_of_sales});
  }
  template<std::size_t Type>
  void apply(varve::sqlite::transaction& tx,
             const varve::recorded<line_event<keyed_sale_fields, Type>>& sold) {
    tx.exec(
        "INSERT INTO {sales_by_branch} VALUES (?1, 1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET "
        "lines = lines + 1, quantity = quantity + ?2, revenue = revenue + ?3, discount = discount + ?4",
        sold->branch, sold->quantity, sold->quantity * sold->unit_price, sold->discount);
  }
};

}  // namespace bench

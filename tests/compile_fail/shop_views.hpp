#pragma once

#include <varve/projections.hpp>
#include <varve/sqlite/database.hpp>

#include "shop_events.hpp"

/// Read models without a fault.
namespace shop {

using varve::recorded;
using varve::sqlite::transaction;

struct lines {
  using events = varve::events<opened, sold>;
  static constexpr std::string_view name = "lines";
  static constexpr int version = 1;
  void create(transaction& tx) { tx.exec("CREATE TABLE {lines}(n INTEGER)"); }
  void apply(transaction&, const recorded<opened>&) {}
  void apply(transaction&, const recorded<sold>&) {}
};

struct totals {
  using events = varve::events<opened, sold>;
  static constexpr std::string_view name = "totals";
  static constexpr int version = 1;
  struct row {
    int sales = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(sales)); }
  };
  int key_of(const opened&) const { return 1; }
  int key_of(const sold&) const { return 1; }
  void evolve(row&, const opened&) const {}
  void evolve(row& r, const sold&) const { ++r.sales; }
};

template<class Projection>
void project(varve::event_store& store, varve::sqlite::database& model) {
  varve::projector{store, model, Projection{}}.poll();
}

}  // namespace shop

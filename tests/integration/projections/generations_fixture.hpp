#pragma once

#include "projector_fixture.hpp"

#include <cstdint>
#include <string_view>

namespace varve::shop {

/// The next version of `revenue`: counts dearer, and lists its tables under the same name.
struct revenue_2 : revenue {
  static constexpr int version = 2;
  using revenue::evolve;
  void evolve(row& r, const placed& e) const {
    r.cents += 2 * e.cents;
    ++r.orders;
  }
  void evolve(row& r, const cancelled& e) const {
    r.cents -= 2 * e.cents;
    --r.orders;
  }
};

/// Has tables that come and go with its versions.
struct report_1 {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "report";
  static constexpr int version = 1;
  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {totals}(n INTEGER); CREATE TABLE {old_table}(n INTEGER)");
  }
  void apply(sqlite::transaction& tx, const recorded<placed>&) { tx.exec("INSERT INTO {totals} VALUES(1)"); }
};
struct report_2 : report_1 {
  static constexpr int version = 2;
  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {totals}(n INTEGER); CREATE TABLE {new_table}(n INTEGER)");
  }
};

/// Projections that are built again beside what is shown of them.
class generations_test : public projector_test {
 protected:
  template<class T>
  T ask(std::string_view sql) {
    return db.read([&](sqlite::transaction& tx) { return tx.query_one<T>(sql).value(); });
  }
  std::int64_t total() { return ask<std::int64_t>("SELECT coalesce(sum(cents), 0) FROM revenue"); }
  std::int64_t expected_total() const {
    std::int64_t sum = 0;
    for (const auto& [country, row] : views.revenue) sum += row.first;
    return sum;
  }
  projection_record known(std::string_view name) { return db.begin_read()->projection(name); }
  relation under(std::string_view name) { return db.begin_read()->relation_of(name); }
};

}  // namespace varve::shop

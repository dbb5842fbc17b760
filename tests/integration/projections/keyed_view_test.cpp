#include "projector_fixture.hpp"

namespace varve::shop {
namespace {

/// A key with two members, and one event that touches several rows.
struct basket_filled {
  static constexpr std::string_view event_name = "basket.filled";
  std::string country;
  std::vector<std::string> skus;
  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(skus)); }
};

struct market {
  std::string country;
  std::int64_t year = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(year)); }
  bool operator==(const market&) const = default;
};

struct revenue_by_market {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "revenue_by_market";
  static constexpr int version = 1;
  struct row {
    std::int64_t cents = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(cents)); }
  };
  market key_of(const recorded<placed>& e) const {
    return {e->country, e.position().value() % 2 == 0 ? 2010 : 2011};
  }
  void evolve(row& r, const placed& e) const { r.cents += e.cents; }
};

struct products {
  using events = varve::events<basket_filled>;
  static constexpr std::string_view name = "products";
  static constexpr int version = 1;
  static constexpr std::string_view key_name = "sku";
  struct row {
    std::int64_t times = 0;
    std::string last_sku;
    void serialize(auto& ar) { ar(CEREAL_NVP(times), CEREAL_NVP(last_sku)); }
  };
  const std::vector<std::string>& key_of(const basket_filled& e) const { return e.skus; }
  void evolve(row& r, const basket_filled&, std::string_view sku) const {
    ++r.times;
    r.last_sku = sku;
  }
};

/// A number for a key, a number for a row, and orders that are no business of it.
struct by_amount {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "by_amount";
  static constexpr int version = 1;
  using row = std::int64_t;
  std::optional<std::int64_t> key_of(const placed& e) const {
    if (e.cents < 0) return std::nullopt;
    return e.cents;
  }
  row evolve(row before, const placed&) const { return before + 1; }
};

/// A row that grows.
struct history {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "history";
  static constexpr int version = 1;
  struct row {
    std::vector<std::int64_t> amounts;
    void serialize(auto& ar) { ar(CEREAL_NVP(amounts)); }
  };
  std::string_view key_of(const placed& e) const { return e.country; }
  void evolve(row& r, const placed& e) const { r.amounts.push_back(e.cents); }
  void create(sqlite::transaction& tx) { tx.exec("CREATE INDEX {history_by_amounts} ON {history}(amounts)"); }
};

/// Its key column would hide one of its row's.
struct clash : revenue {
  static constexpr std::string_view name = "clash";
  static constexpr std::string_view key_name = "cents";
};

class keyed_view_test : public projector_test {
 protected:
  template<class... T>
  auto ask(std::string_view sql) {
    return db.read([&](sqlite::transaction& tx) { return tx.query_one<T...>(sql); });
  }
};

TEST_F(keyed_view_test, may_be_keyed_by_a_struct_whose_members_are_columns) {
  place("1", "FR", 5);
  place("2", "FR", 6);
  place("3", "FR", 7);
  projector sales{log(), db, how, revenue_by_market{}};
  sales.poll();
  EXPECT_EQ(ask<std::int64_t>("SELECT cents FROM revenue_by_market WHERE country = 'FR' AND year = 2011"),
            12);
  EXPECT_EQ(ask<std::int64_t>("SELECT cents FROM revenue_by_market WHERE country = 'FR' AND year = 2010"), 6);
  place("5", "FR", 1);
  projector{log(), db, how, revenue_by_market{}}.poll();
  EXPECT_EQ(ask<std::int64_t>("SELECT sum(cents) FROM revenue_by_market"), 19);
}

TEST_F(keyed_view_test, may_change_several_rows_by_one_event) {
  for (int i = 0; i < 2; ++i) {
    std::vector<new_event> events;
    events.push_back(record<varve::events<basket_filled>>(basket_filled{"FR", {"a", "b"}}).value());
    (void)log().append_and_wait(append_request::to("basket-1", std::move(events)));
    projector{log(), db, how, products{}}.poll();
  }
  EXPECT_EQ((ask<int, std::string>("SELECT times, last_sku FROM products WHERE sku = 'a'")),
            (std::tuple{2, "a"}));
  EXPECT_EQ((ask<int, std::string>("SELECT times, last_sku FROM products WHERE sku = 'b'")),
            (std::tuple{2, "b"}));
}

TEST_F(keyed_view_test, may_be_of_plain_numbers_and_leave_events_aside) {
  place("1", "FR", 5);
  place("2", "FR", 5);
  place("3", "FR", -5);
  projector{log(), db, how, by_amount{}}.poll();
  EXPECT_EQ((ask<int, int>("SELECT key, value FROM by_amount")), (std::tuple{5, 2}));
  EXPECT_EQ(ask<int>("SELECT count(*) FROM by_amount"), 1);
}

TEST_F(keyed_view_test, keeps_what_is_no_single_value_as_json_and_may_have_indexes) {
  place("1", "FR", 5);
  place("2", "FR", 6);
  projector{log(), db, how, history{}}.poll();
  place("3", "FR", 7);
  projector{log(), db, how, history{}}.poll();
  EXPECT_EQ(ask<std::string>("SELECT amounts FROM history"), "[5,6,7]");
  EXPECT_EQ(ask<int>("SELECT 1 FROM sqlite_master WHERE name = 'history_by_amounts__1'"), 1);
}

TEST_F(keyed_view_test, drops_a_row_that_an_event_ends_and_may_begin_it_again) {
  projector open{log(), db, how, open_orders{}};
  place("1", "FR", 5);
  open.poll();
  cancel("1", "FR", 5);
  open.poll();
  EXPECT_EQ(ask<int>("SELECT count(*) FROM open_orders"), 0);
  place("1", "DE", 7);
  open.poll();
  EXPECT_EQ((ask<std::string, int>("SELECT country, cents FROM open_orders")), (std::tuple{"DE", 7}));
}

TEST_F(keyed_view_test, drops_a_row_that_began_and_ended_between_two_writes) {
  place("1", "FR", 5);
  cancel("1", "FR", 5);
  projector{log(), db, how, open_orders{}}.poll();
  EXPECT_EQ(ask<int>("SELECT count(*) FROM open_orders"), 0);
}

TEST_F(keyed_view_test, refuses_two_columns_of_one_name) {
  EXPECT_EQ(error_of([&] { projector{log(), db, how, clash{}}.poll(); }).code, errc::invalid_argument);
}

}  // namespace
}  // namespace varve::shop

#include "projector_fixture.hpp"

namespace varve::shop {
namespace {

/// Counts how often it is decoded.
struct counted {
  static constexpr std::string_view event_name = "order.placed";
  static inline int decoded = 0;
  std::string country;
  std::int64_t cents = 0;

  template<class Archive>
  void serialize(Archive& ar) {
    if (Archive::is_loading::value) ++decoded;
    ar(CEREAL_NVP(country), CEREAL_NVP(cents));
  }
};

template<int N>
struct counting_view {
  using events = varve::events<counted>;
  static constexpr std::string_view name = N == 0 ? "view_0" : N == 1 ? "view_1" : "view_2";
  static constexpr int version = 1;
  struct row {
    std::int64_t cents = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(cents)); }
  };
  std::string_view key_of(const counted& e) const { return e.country; }
  void evolve(row& r, const counted& e) const { r.cents += e.cents; }
};

class sharing_test : public projector_test {
 protected:
  sharing_test() { counted::decoded = 0; }

  std::int64_t total(const std::string& view) {
    return db.read([&](sqlite::transaction& tx) {
      return tx.query_one<std::int64_t>("SELECT coalesce(sum(cents), 0) FROM " + view).value();
    });
  }
};

TEST_F(sharing_test, decodes_each_event_once_for_all) {
  how.page_size = 10;
  for (int i = 0; i < 95; ++i) place(std::to_string(i), "FR", 1);
  projector{log(), db, how, counting_view<0>{}, counting_view<1>{}, counting_view<2>{}}.poll();
  EXPECT_EQ(counted::decoded, 95);
  for (const auto* view : {"view_0", "view_1", "view_2"}) EXPECT_EQ(total(view), 95);
}

TEST_F(sharing_test, those_that_stand_at_different_places_meet_and_share_from_there) {
  how.page_size = 10;
  for (int i = 0; i < 33; ++i) place(std::to_string(i), "FR", 1);
  projector{log(), db, how, counting_view<1>{}}.poll();
  for (int i = 0; i < 60; ++i) place("b" + std::to_string(i), "FR", 1);
  counted::decoded = 0;
  projector{log(), db, how, counting_view<0>{}, counting_view<1>{}}.poll();
  EXPECT_EQ(counted::decoded, 93);
  EXPECT_EQ(total("view_0"), 93);
  EXPECT_EQ(total("view_1"), 93);
}

TEST_F(sharing_test, several_are_rebuilt_from_one_read) {
  for (int i = 0; i < 20; ++i) place(std::to_string(i), "FR", 1);
  projector all{log(), db, how, counting_view<0>{}, counting_view<1>{}, counting_view<2>{}};
  all.poll();
  counted::decoded = 0;
  all.rebuild();
  EXPECT_EQ(counted::decoded, 20);
  for (const auto* view : {"view_0", "view_1", "view_2"}) EXPECT_EQ(total(view), 20);
}

}  // namespace
}  // namespace varve::shop

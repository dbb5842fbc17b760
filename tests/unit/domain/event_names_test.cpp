#include <varve/core/event_names.hpp>
#include <varve/core/family_fingerprint.hpp>
#include <varve/core/only.hpp>

#include "cart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace {

using testing::ElementsAre;

TEST(event_names, are_the_current_ones_and_then_the_retired) {
  EXPECT_THAT(varve::event_names<cart::event>(), ElementsAre("cart.item-added", "cart.checked-out"));
  EXPECT_THAT(varve::event_names<cart::family>(),
              ElementsAre("cart.item-added", "cart.checked-out", "cart.added", "cart.added-with-code",
                          "cart.bundle-bought", "cart.page-seen", "cart.changed"));
}

struct shipped {
  static constexpr std::string_view event_name = "order.shipped";
};

TEST(event_names, of_a_family_of_families_are_those_of_all_each_once) {
  using both = varve::events<cart::event, shipped, cart::family>;
  EXPECT_THAT(varve::event_names<both>(),
              ElementsAre("cart.item-added", "cart.checked-out", "order.shipped", "cart.added",
                          "cart.added-with-code", "cart.bundle-bought", "cart.page-seen", "cart.changed"));
  static_assert(
      std::is_same_v<varve::event_of<both>, std::variant<cart::item_added, cart::checked_out, shipped>>);
}

TEST(event_names, tell_whether_a_family_handles_a_name) {
  EXPECT_TRUE(varve::handles<cart::family>("cart.added"));
  EXPECT_FALSE(varve::handles<cart::event>("cart.added"));
  EXPECT_FALSE(varve::handles<cart::family>("cart.item-adde"));
  EXPECT_FALSE(varve::handles<cart::family>(""));
}

template<std::size_t N>
void expect_all_found(const std::array<std::string, N>& names) {
  std::array<std::string_view, N> views;
  std::ranges::copy(names, views.begin());
  const varve::detail::name_table<N> table{views};
  for (std::size_t i = 0; i < N; ++i) EXPECT_EQ(table.find(std::string(names[i])), i) << names[i];
  EXPECT_EQ(table.find("not there at all"), std::nullopt);
}

TEST(name_table, finds_names_that_share_their_length_and_both_ends) {
  std::array<std::string, 40> names;
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = "beginning-" + std::string(1, static_cast<char>('A' + i)) + "-the-very-end";
  expect_all_found(names);
}

TEST(name_table, finds_names_shorter_than_eight_bytes) {
  expect_all_found(
      std::array<std::string, 8>{"a", "b", "aa", "ab", "abcdefg", "bcdefgh", "abcdefgh", "\xc3\xa4"});
}

// Computed with Python's hashlib from docs/formats.md, "Fingerprint".
TEST(family_fingerprint, is_the_hash_that_the_formats_page_states) {
  EXPECT_EQ(varve::family_fingerprint<cart::event>("sales", 1),
            "2056c25943f139aa42ebead4eb5f9e57e812a24d24a297dbcc5ee5bad2855922");
  EXPECT_EQ(varve::family_fingerprint<cart::family>("sales", 2),
            "4fa9c0c9809e2215869b0bf5bfc4afdc0d771ca7f246b7369222b2a369a1c9a5");
}

TEST(family_fingerprint, leaves_out_a_retired_shape_that_becomes_no_event_of_the_projection) {
  using checkouts = varve::only<cart::family, cart::checked_out>;
  EXPECT_EQ(varve::family_fingerprint<checkouts>("sales", 1),
            "7025ed6d935ca3bb1e1465fbb2ca5be2bc5ec7ffb7c0b194c3b00167bf040d08");
}

struct added_v1 {
  static constexpr std::string_view event_name = "a.v1";
};
struct added_v1_other_upcaster {
  static constexpr std::string_view event_name = "a.v1";
  static constexpr int upcaster_version = 2;
};
[[maybe_unused]] cart::item_added upcast(const added_v1&) {
  return {};
}
[[maybe_unused]] cart::item_added upcast(const added_v1_other_upcaster&) {
  return {};
}

TEST(family_fingerprint, changes_with_the_version_of_an_upcaster) {
  EXPECT_NE(
      (varve::family_fingerprint<varve::events<cart::item_added, varve::retired<added_v1>>>("sales", 1)),
      (varve::family_fingerprint<varve::events<cart::item_added, varve::retired<added_v1_other_upcaster>>>(
          "sales", 1)));
}

}  // namespace

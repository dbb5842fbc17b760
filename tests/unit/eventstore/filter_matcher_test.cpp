#include <varve/eventstore/engine/filter_matcher.hpp>

#include <gtest/gtest.h>

namespace varve::engine {
namespace {

const tags red_small{"red", "small"};
const tags red{"red"};
const tags small{"small"};

TEST(filter_matcher, an_item_wants_any_of_its_types_and_all_of_its_tags) {
  const query which{{{{"sold", "lent"}, {"red", "small"}}}};
  EXPECT_TRUE(matches(which, "sold", red_small.view()));
  EXPECT_TRUE(matches(which, "lent", red_small.view()));
  EXPECT_FALSE(matches(which, "lost", red_small.view()));
  EXPECT_FALSE(matches(which, "sold", red.view()));
}

TEST(filter_matcher, a_query_wants_any_of_its_items) {
  const query which{{{{"sold"}, {}}, {{}, {"small"}}}};
  EXPECT_TRUE(matches(which, "sold", {}));
  EXPECT_TRUE(matches(which, "lost", red_small.view()));
  EXPECT_FALSE(matches(which, "lost", red.view()));
}

TEST(filter_matcher, an_empty_query_wants_every_event_but_reserved_ones) {
  EXPECT_TRUE(matches(query{}, "sold", {}));
  EXPECT_FALSE(matches(query{}, "$deleted", {}));
}

TEST(filter_matcher, an_item_without_types_never_wants_a_reserved_event) {
  EXPECT_TRUE(matches(query{{{{}, {}}}}, "sold", {}));
  EXPECT_FALSE(matches(query{{{{}, {}}}}, "$deleted", {}));
  EXPECT_TRUE(matches(query{{{{"$deleted"}, {}}}}, "$deleted", {}));
}

TEST(filter_matcher, an_empty_filter_passes_everything) {
  EXPECT_TRUE(matches(filter{}, "shop-1", "sold", {}));
  EXPECT_TRUE(matches(filter{}, "$streams", "$deleted", {}));
}

TEST(filter_matcher, the_parts_of_a_filter_are_joined_by_and) {
  const filter which{{"sold"}, {"shop"}, "shop-1", {{{{}, {"red"}}}}};
  EXPECT_TRUE(matches(which, "shop-12", "sold", red_small.view()));
  EXPECT_FALSE(matches(which, "shop-12", "lost", red_small.view()));
  EXPECT_FALSE(matches(which, "shops-12", "sold", red_small.view()));
  EXPECT_FALSE(matches(which, "shop-2", "sold", red_small.view()));
  EXPECT_FALSE(matches(which, "shop-12", "sold", small.view()));
}

TEST(filter_matcher, a_category_ends_before_the_first_hyphen) {
  const filter which{{}, {"shop"}, {}, {}};
  EXPECT_TRUE(matches(which, "shop-1-2", "sold", {}));
  EXPECT_TRUE(matches(which, "shop", "sold", {}));
  EXPECT_FALSE(matches(which, "shop2-1", "sold", {}));
}

TEST(filter_matcher, a_reserved_event_passes_through_the_type_category_or_prefix_that_names_it) {
  EXPECT_TRUE(matches(filter{{"$deleted"}, {}, {}, {}}, "$streams", "$deleted", {}));
  EXPECT_TRUE(matches(filter{{}, {"$streams"}, {}, {}}, "$streams", "$deleted", {}));
  EXPECT_TRUE(matches(filter{{}, {}, "$", {}}, "$streams", "$deleted", {}));
  EXPECT_TRUE(matches(filter{{}, {}, {}, {{{{"$deleted"}, {}}}}}, "$streams", "$deleted", {}));
}

TEST(filter_matcher, a_reserved_event_does_not_pass_through_a_filter_that_does_not_name_it) {
  EXPECT_FALSE(matches(filter{{"sold"}, {}, {}, {}}, "$streams", "$deleted", {}));
  EXPECT_FALSE(matches(filter{{}, {"shop"}, {}, {}}, "$streams", "$deleted", {}));
  EXPECT_FALSE(matches(filter{{}, {}, {}, {{{{}, {}}}}}, "$streams", "$deleted", {}));
  EXPECT_FALSE(matches(filter{{}, {}, "$", {{{{}, {"red"}}}}}, "$streams", "$deleted", {}));
}

}  // namespace
}  // namespace varve::engine

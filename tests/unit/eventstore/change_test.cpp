#include <varve/eventstore/engine/change.hpp>

#include <gtest/gtest.h>

namespace varve::engine {
namespace {

using kind = stream_change::kind;

stream_state of_ten() {
  return {revision{9}, revision{0}, {}, false};
}

TEST(change, is_read_back_from_its_event) {
  for (const kind what : {kind::soft_delete, kind::hard_delete, kind::truncate}) {
    const change made{what, "odd \"name\"", revision{7}};
    EXPECT_EQ(parse_change(type_of(what), data_of(made)), made);
  }
}

TEST(change, is_not_read_from_anything_else) {
  EXPECT_FALSE(parse_change("$moved", R"({"stream":"a","before":1})"));
  EXPECT_FALSE(parse_change("$deleted", R"({"before":1})"));
  EXPECT_FALSE(parse_change("$deleted", R"({"stream":"a"})"));
  EXPECT_FALSE(parse_change("$deleted", R"({"stream":1,"before":1})"));
  EXPECT_FALSE(parse_change("$deleted", R"({"stream":"a","before":"1"})"));
  EXPECT_FALSE(parse_change("$deleted", "[]"));
}

TEST(change, a_soft_delete_hides_all_until_the_stream_is_written_again) {
  stream_state stream = of_ten();
  apply({kind::soft_delete, "a", revision{10}}, stream);
  EXPECT_EQ(stream.first_visible, revision{10});
  EXPECT_TRUE(stream.deleted());
  EXPECT_FALSE(stream.exists());
  stream.last = revision{10};
  EXPECT_FALSE(stream.deleted());
  EXPECT_TRUE(stream.exists());
}

TEST(change, a_hard_delete_closes_the_name) {
  stream_state stream = of_ten();
  apply({kind::hard_delete, "a", revision{10}}, stream);
  EXPECT_EQ(stream.first_visible, revision{10});
  EXPECT_TRUE(stream.closed);
  EXPECT_TRUE(stream.deleted());
}

TEST(change, a_truncation_is_clamped_to_the_end_and_brings_nothing_back) {
  stream_state stream = of_ten();
  apply({kind::truncate, "a", revision{4}}, stream);
  EXPECT_EQ(stream.first_visible, revision{4});
  apply({kind::truncate, "a", revision{2}}, stream);
  EXPECT_EQ(stream.first_visible, revision{4});
  apply({kind::truncate, "a", revision{1000}}, stream);
  EXPECT_EQ(stream.first_visible, revision{10});
  EXPECT_TRUE(stream.exists());
}

TEST(change, deleting_what_was_never_written_leaves_it_unwritten) {
  stream_state stream;
  apply({kind::soft_delete, "a", revision{0}}, stream);
  EXPECT_FALSE(stream.last);
  EXPECT_FALSE(stream.deleted());
  stream.last = revision{0};
  EXPECT_TRUE(stream.exists());
}

TEST(stream_state, holds_what_the_table_of_expectations_says) {
  const stream_state never;
  const stream_state written = of_ten();
  stream_state truncated = of_ten();
  apply({kind::truncate, "a", revision{10}}, truncated);
  stream_state deleted = of_ten();
  apply({kind::soft_delete, "a", revision{10}}, deleted);
  stream_state closed = of_ten();
  apply({kind::hard_delete, "a", revision{10}}, closed);

  struct row {
    const stream_state& stream;
    bool no_stream, stream_exists, last;
  };
  for (const row& r :
       {row{never, true, false, false}, row{written, false, true, true}, row{truncated, false, true, true},
        row{deleted, true, false, true}, row{closed, true, false, false}}) {
    EXPECT_TRUE(holds(expected::any(), r.stream));
    EXPECT_EQ(holds(expected::no_stream(), r.stream), r.no_stream);
    EXPECT_EQ(holds(expected::stream_exists(), r.stream), r.stream_exists);
    EXPECT_EQ(holds(revision{9}, r.stream), r.last);
    EXPECT_FALSE(holds(revision{8}, r.stream));
    EXPECT_FALSE(holds(revision{0}, r.stream));
  }
}

}  // namespace
}  // namespace varve::engine

#include "event_scan.hpp"

#include <varve/sqlite/event_store.hpp>

#include "reader.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace varve::sqlite {
namespace {

using ::testing::ElementsAre;

/// A log of three events in stream a-1 and two in a-2, of which every second belongs to a-2.
class sqlite_event_scan : public ::testing::Test {
 protected:
  sqlite_event_scan() {
    event_store store{path_};
    for (const char* const stream : {"a-1", "a-2", "a-1", "a-2", "a-1"}) {
      new_event event;
      event.type = "happened";
      event.data = "{}";
      static_cast<void>(to_result(store.append_and_wait({{{stream, expected::any(), {event}}}})).value());
    }
  }

  testing::temporary_folder folder_;
  std::string path_ = folder_.file("log.db");
};

TEST_F(sqlite_event_scan, shows_rows_in_the_order_of_either_way_until_the_visitor_has_enough) {
  reader source{path_, access::read_only, {}};
  std::vector<std::int64_t> seen;
  const auto see = [&](stored_row& found) { return seen.push_back(found.row.position), seen.size() < 3; };
  EXPECT_TRUE(source.each_event(direction::forward, 2, see));
  EXPECT_THAT(seen, ElementsAre(2, 3, 4));
  seen.clear();
  EXPECT_TRUE(source.each_event(direction::backward, 5, see));
  EXPECT_THAT(seen, ElementsAre(5, 4, 3));
}

TEST_F(sqlite_event_scan, tells_that_the_rows_ended_first) {
  reader source{path_, access::read_only, {}};
  std::vector<std::int64_t> seen;
  const auto see = [&](stored_row& found) { return seen.push_back(found.row.position), true; };
  EXPECT_FALSE(source.each_event(direction::forward, 4, see));
  EXPECT_THAT(seen, ElementsAre(4, 5));
}

TEST_F(sqlite_event_scan, shows_the_revisions_of_one_stream) {
  reader source{path_, access::read_only, {}};
  const std::int64_t stream = source.stream("a-1")->key;
  std::vector<std::int64_t> seen;
  const auto see = [&](stored_row& found) { return seen.push_back(found.row.position), true; };
  EXPECT_FALSE(source.each_event_of(stream, direction::backward, 2, 1, see));
  EXPECT_THAT(seen, ElementsAre(5, 3));
}

TEST_F(sqlite_event_scan, lets_out_what_the_visitor_throws_and_can_be_used_again) {
  reader source{path_, access::read_only, {}};
  const auto object = [](stored_row&) -> bool { throw std::runtime_error("no more of this"); };
  for (int i = 0; i < 2; ++i)
    EXPECT_THROW(source.each_event(direction::forward, 1, object), std::runtime_error);
  EXPECT_TRUE(source.each_event(direction::forward, 1, [](stored_row&) { return false; }));
}

}  // namespace
}  // namespace varve::sqlite

#include <varve/eventstore/compact_log.hpp>
#include <varve/eventstore/retain.hpp>
#include <varve/sqlite/file_space.hpp>
#include <varve/sqlite/verify.hpp>

#include "connection.hpp"
#include "log_with_events.hpp"
#include "statement.hpp"
#include "stream_row.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace varve::sqlite {
namespace {

using varve::testing::log_with_events;

class compaction_test : public ::testing::Test {
 protected:
  log_with_events log;

  /// Hundreds of events of that size, for two streams in turn.
  static void append(log_with_events& to, std::size_t events, std::size_t size) {
    event_store store{to.path(), to.options()};
    const std::vector<new_event> some(100,
                                      new_event{.type = "t", .data = '"' + std::string(size, 'x') + '"'});
    for (std::size_t i = 0; i < events / 100; ++i)
      ASSERT_EQ(store.append_and_wait(append_request::to("s-" + std::to_string(i % 2), some)).index(), 0U);
  }

  /// The same, of which only the newest few stay visible.
  static void fill(log_with_events& to, std::size_t events, std::size_t size) {
    append(to, events, size);
    event_store store{to.path(), to.options()};
    retain(store, {.prefix = {}, .max_count = 10, .max_age = {}}).value();
  }

  static compaction_report compact(log_with_events& what) {
    event_store store{what.path(), what.options()};
    return compact_log(store).value();
  }

  static verification verified(const std::string& path) {
    return verify(path,
                  {.found = [](const finding& one) { ADD_FAILURE() << one.check << ": " << one.message; }});
  }
};

TEST_F(compaction_test, leaves_a_sound_log) {
  fill(log, 2'000, 100);
  EXPECT_EQ(compact(log).events, 1'980);
  EXPECT_EQ(verified(log.path()).events, 2'002);
}

/// Of what the data had taken, this much becomes whole free pages.
struct freed_share {
  std::size_t size;  ///< of an event's data
  double least;
};

TEST_F(compaction_test, frees_pages_for_what_is_appended_next) {
  for (const auto& [size, least] : {freed_share{100, 0.15}, {400, 0.45}, {1'000, 0.65}, {10'000, 0.9}}) {
    SCOPED_TRACE(size);
    log_with_events one;
    fill(one, 3'000, size);
    const file_space before = space_of(one.path());
    compact(one);
    const file_space after = space_of(one.path());
    EXPECT_EQ(after.bytes, before.bytes) << "the file keeps its size";
    EXPECT_GT(static_cast<double>(after.free) / static_cast<double>(before.bytes), least);
    append(one, 300, size);
    const file_space later = space_of(one.path());
    EXPECT_EQ(later.bytes, after.bytes) << "which holds what came";
    EXPECT_LT(later.free, after.free);
    EXPECT_EQ(verified(one.path()).events, 3'302);
  }
}

TEST_F(compaction_test, is_given_back_to_the_disk_on_demand) {
  fill(log, 5'000, 300);
  const std::int64_t before = space_of(log.path()).bytes;
  compact(log);
  const file_space small = shrink(log.path(), log.options());
  EXPECT_LT(small.bytes, before * 7 / 10);
  EXPECT_EQ(small.free, 0);
  EXPECT_EQ(verified(log.path()).events, 5'002);
  event_store store{log.path(), log.options()};
  EXPECT_EQ(store.info().value().head.position, position{5'002});
  log_with_events::append(store, 1);
  EXPECT_EQ(store.info().value().head.position, position{5'003});
}

TEST_F(compaction_test, lets_others_append_and_read_meanwhile) {
  fill(log, 1'000, 200);
  event_store store{log.path(), log.options()};
  std::atomic<bool> enough = false;
  std::int64_t appended = 0;
  std::jthread writer{[&] {
    event_store other{log.path(), log.options()};
    while (!enough) {
      log_with_events::append(other, static_cast<std::size_t>(appended));
      ++appended;
    }
  }};
  EXPECT_EQ(compact_log(store, {.slice = {.most_compacted = 50}}).value().events, 980);
  enough = true;
  writer.join();
  EXPECT_EQ(store.info().value().head.position, position{1'002 + appended});
  store.close(closing::finish);
  EXPECT_EQ(verified(log.path()).events, 1'002 + appended);
}

TEST_F(compaction_test, of_an_event_that_shows_is_found_by_verify) {
  fill(log, 200, 50);
  compact(log);
  {
    connection db{log.path(), access::read_write};
    // The stream's row says again that all of it shows: with a checksum, as a defect of a program would write
    // it.
    engine::stream_state state;
    state.last = revision{99};
    state.first_visible = revision{5};
    const auto row = stream_row::of(1, state);
    statement{db, "UPDATE varve_streams SET first_visible = 5, checksum = ? WHERE stream = 1"}.execute(
        row.checksum("s-0"));
  }
  std::vector<std::string> checks;
  const auto done = verify(log.path(), {.found = [&](const finding& one) { checks.push_back(one.check); }});
  EXPECT_FALSE(done.sound());
  EXPECT_NE(std::ranges::find(checks, "compaction"), checks.end());
}

TEST_F(compaction_test, leaves_a_damaged_event_as_it_is) {
  fill(log, 200, 50);
  {
    connection db{log.path(), access::read_write};
    db.execute("UPDATE varve_events SET data = 'x' WHERE position = 3");
  }
  event_store store{log.path(), log.options()};
  const auto refused = compact_log(store, {.slice = {.most_compacted = 1}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::corrupt);
  EXPECT_NE(refused.error().message.find("position 3"), std::string::npos);
  log_with_events::append(store, 1);
}

}  // namespace
}  // namespace varve::sqlite

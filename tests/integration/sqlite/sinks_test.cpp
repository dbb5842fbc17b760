#include <varve/testing/recording_log.hpp>
#include <varve/testing/recording_metrics.hpp>

#include "log_with_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace varve::sqlite {
namespace {

using varve::testing::log_with_events;

TEST(sinks_of_a_log, are_told_of_its_life_and_of_no_payload) {
  testing::recording_log lines;
  const log_with_events log({.env = {.log = &lines}});
  log.append(3);
  EXPECT_EQ(lines.count(log.path() + ": opened"), 1U);
  EXPECT_EQ(lines.count(log.path() + ": closed"), 1U);
  EXPECT_EQ(lines.count("as it was written"), 0U);
}

TEST(sinks_of_a_log, measure_appends_syncs_and_reads) {
  testing::recording_metrics metrics;
  const log_with_events log({.env = {.metrics = &metrics}});
  {
    event_store store{log.path(), {.env = {.metrics = &metrics}}};
    log_with_events::append(store, 0);
    log_with_events::append(store, 1);
    ASSERT_TRUE(store.read_log(token{}, {}, {}));
    ASSERT_TRUE(store.read_stream("order-0", revision{0}, {}, {}));
  }
  EXPECT_EQ(metrics.named("varve.store.sync.duration").size(), 2U);
  EXPECT_EQ(metrics.named("varve.store.head_position").back().value, 2.0);
  EXPECT_EQ(metrics.named("varve.store.head_position").back().labels.at("store"), "sqlite");
  const auto reads = metrics.named("varve.store.read.duration");
  ASSERT_EQ(reads.size(), 2U);
  EXPECT_EQ(reads[0].labels.at("kind"), "all");
  EXPECT_EQ(reads[1].labels.at("kind"), "stream");
}

}  // namespace
}  // namespace varve::sqlite

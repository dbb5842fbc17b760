#include <varve/sqlite/event_store.hpp>
#include <varve/testing/recording_log.hpp>
#include <varve/testing/recording_metrics.hpp>

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <set>

namespace varve::sqlite {
namespace {

TEST(sqlite_store, measures_reads_and_commits_under_the_agreed_names) {
  const testing::temporary_folder folder;
  testing::recording_metrics metrics;
  event_store store{folder.file("log.db"), {.env = {.metrics = &metrics}}};
  new_event event;
  event.type = "note.taken";
  event.data = "1";
  to_result(store.append_and_wait(append_request::to("note-1", {event, event}))).value();

  EXPECT_EQ(metrics.named("varve.store.sync.duration").size(), 1U);
  EXPECT_EQ(metrics.named("varve.store.head_position").back().value, 2);
  EXPECT_GT(metrics.named("varve.store.size").back().value, 0);
  EXPECT_EQ(metrics.named("varve.store.size").back().labels.at("part"), "wal");

  EXPECT_TRUE(store.read_log({}, {}, {}));
  EXPECT_TRUE(store.read_log({}, {.types = {"note.taken"}}, {}));
  EXPECT_TRUE(store.read_stream("note-1", {}, {}, {}));
  EXPECT_TRUE(store.find({}));
  EXPECT_TRUE(store.list_streams({}));
  EXPECT_TRUE(store.wait({}, {}));
  EXPECT_TRUE(store.info());
  std::set<std::string> kinds;
  for (const auto& read : metrics.named("varve.store.read.duration")) {
    EXPECT_EQ(read.labels.at("store"), "sqlite");
    kinds.insert(read.labels.at("kind"));
  }
  EXPECT_EQ(kinds, (std::set<std::string>{"all", "find", "info", "query", "stream", "streams", "wait"}));
}

TEST(sqlite_store, says_when_it_opens_and_closes) {
  const testing::temporary_folder folder;
  testing::recording_log lines;
  const std::string path = folder.file("log.db");
  { const event_store store{path, {.env = {.log = &lines}}}; }
  { const event_store store{path, {.read_only = true, .env = {.log = &lines}}}; }
  EXPECT_EQ(lines.lines().size(), 4U);
  EXPECT_EQ(lines.count(path + ": opened"), 2U);
  EXPECT_EQ(lines.count(path + ": opened for reading"), 1U);
  EXPECT_EQ(lines.count(path + ": closed"), 2U);
}

}  // namespace
}  // namespace varve::sqlite

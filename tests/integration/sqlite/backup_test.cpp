#include <varve/sqlite/backup.hpp>
#include <varve/sqlite/verify.hpp>

#include "log_with_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace varve::sqlite {
namespace {

using ::testing::HasSubstr;
using varve::testing::log_with_events;

class backup_test : public ::testing::Test {
 protected:
  log_with_events log;
  std::string copy = log.folder().file("copy");
  std::string fresh = log.folder().file("restored.db");

  static error refusal(const std::function<void()>& work) {
    try {
      work();
    } catch (const failure& problem) {
      return problem.error();
    }
    return {errc::stopped, "it was done"};
  }

  static std::vector<event_id> ids_in(const std::string& path) {
    event_store store{path, {.read_only = true}};
    std::vector<event_id> out;
    const page all = store.read_log({}, {}, {.limit = 1'000'000}).value();
    for (const auto& event : all) out.push_back(event.id);
    return out;
  }

  static bool sound(const std::string& path) {
    return verify(path, {.found = [](const finding& one) { ADD_FAILURE() << one.message; }}).sound();
  }

  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(log.folder().path()))
      ++count;
    return count;
  }
};

TEST_F(backup_test, is_one_file_with_all_that_the_log_holds) {
  log.append(30);
  const std::size_t before = files();
  const auto done = backup(log.path(), copy);
  EXPECT_EQ(files(), before + 1);
  EXPECT_EQ(done.head, (event_store{log.path(), {.read_only = true}}.info().value().head));
  EXPECT_EQ(done.bytes, static_cast<std::int64_t>(std::filesystem::file_size(copy)));
  EXPECT_EQ(ids_in(copy), ids_in(log.path()));
  EXPECT_TRUE(sound(copy));
}

TEST_F(backup_test, of_a_log_in_use_is_a_prefix_of_whole_commits) {
  log.append(10);
  std::atomic<bool> enough = false;
  std::jthread writer{[&] {
    event_store store{log.path(), log.options()};
    for (std::size_t i = 0; !enough; ++i) {
      const std::vector<new_event> three(3,
                                         new_event{.type = "t", .data = "{\"n\":" + std::to_string(i) + "}"});
      static_cast<void>(store.append_and_wait(append_request::to("s-" + std::to_string(i % 7), three)));
    }
  }};
  for (int round = 0; round < 5; ++round) {
    const std::string one = copy + std::to_string(round);
    const auto done = backup(log.path(), one);
    EXPECT_TRUE(sound(one));
    const auto events = ids_in(one);
    EXPECT_EQ(static_cast<std::int64_t>(events.size()), done.head.position.value());
    EXPECT_EQ((events.size() - 10) % 3, 0U) << "no commit was cut";
    const auto now = ids_in(log.path());
    ASSERT_GE(now.size(), events.size());
    EXPECT_TRUE(std::equal(events.begin(), events.end(), now.begin()));
  }
  enough = true;
}

TEST_F(backup_test, never_takes_the_place_of_another_file) {
  log.append(3);
  std::ofstream{copy} << "precious";
  EXPECT_EQ(refusal([&] { backup(log.path(), copy); }).code, errc::conflict);
  EXPECT_EQ(std::filesystem::file_size(copy), 8U);
  EXPECT_EQ(refusal([&] { backup(log.path(), log.path()); }).code, errc::conflict);
  std::ofstream{fresh + "-unfinished"} << "somebody's";
  EXPECT_THAT(refusal([&] { backup(log.path(), fresh); }).message, HasSubstr("another copy is under way"));
  EXPECT_TRUE(std::filesystem::exists(fresh + "-unfinished"));
}

TEST_F(backup_test, that_is_stopped_leaves_nothing_behind) {
  log.append(200);
  const std::size_t before = files();
  copy_options how;
  how.progress = [](std::int64_t, std::int64_t) { throw failure{{errc::stopped, "enough"}}; };
  EXPECT_EQ(refusal([&] { backup(log.path(), copy, how); }).code, errc::stopped);
  EXPECT_EQ(files(), before);
}

TEST_F(backup_test, can_be_read_and_not_written) {
  log.append(3);
  backup(log.path(), copy);
  const auto refused = refusal([&] { event_store{copy}; });
  EXPECT_EQ(refused.code, errc::unsupported);
  EXPECT_THAT(refused.message, HasSubstr("is a backup"));
  EXPECT_THAT(refused.message, HasSubstr("varve restore"));
  EXPECT_EQ(ids_in(copy).size(), 3U);
}

TEST_F(backup_test, of_what_is_no_log_is_refused) {
  EXPECT_EQ(refusal([&] { backup(log.folder().file("nothing"), copy); }).code, errc::not_found);
  std::ofstream{log.folder().file("text")} << "this is no database at all, not even a short one";
  EXPECT_EQ(refusal([&] { backup(log.folder().file("text"), copy); }).code, errc::unsupported);
  EXPECT_FALSE(std::filesystem::exists(copy));
}

TEST_F(backup_test, becomes_a_log_with_an_epoch_of_its_own_when_it_is_restored) {
  log.append(30);
  const token before = backup(log.path(), copy).head;
  const auto done = restore(copy, fresh);
  EXPECT_NE(done.head.epoch, before.epoch);
  EXPECT_EQ(done.head.position, before.position);
  EXPECT_EQ(ids_in(fresh), ids_in(log.path()));
  event_store store{fresh};
  const log_info info = store.info().value();
  EXPECT_EQ(info.ancestors,
            (std::vector<ancestor>{{before.epoch, before.position, ids_in(copy).back(), "restore"}}));
  log_with_events::append(store, 30);
  EXPECT_EQ(store.read_log(before, {}, {}).value().size(), 1U) << "a place of the old log is good";
  store.close(closing::finish);
  EXPECT_TRUE(sound(fresh));
}

TEST_F(backup_test, a_copy_made_by_other_means_is_restored_too) {
  log.append(30);
  std::filesystem::copy_file(log.path(), copy);
  EXPECT_EQ(restore(copy, fresh).head.position, position{30});
  EXPECT_EQ(ids_in(fresh), ids_in(log.path()));
}

TEST_F(backup_test, is_not_restored_over_a_log_or_what_is_left_of_one) {
  log.append(3);
  backup(log.path(), copy);
  EXPECT_EQ(refusal([&] { restore(copy, log.path()); }).code, errc::conflict);
  std::ofstream{fresh + "-wal"} << "left";
  EXPECT_THAT(refusal([&] { restore(copy, fresh); }).message, HasSubstr("is left of another log"));
  EXPECT_FALSE(std::filesystem::exists(fresh));
}

TEST_F(backup_test, of_an_empty_log_is_one_too) {
  log.append(0);
  backup(log.path(), copy);
  EXPECT_EQ(restore(copy, fresh).head.position, position{0});
  event_store store{fresh};
  log_with_events::append(store, 0);
  EXPECT_EQ(store.info().value().head.position, position{1});
}

}  // namespace
}  // namespace varve::sqlite

#include <varve/eventstore/memory_store.hpp>
#include <varve/testing/check_history.hpp>
#include <varve/testing/recording_store.hpp>

#include "random_history.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <latch>
#include <stdexcept>
#include <thread>

namespace varve::testing {
namespace {

/// A file in a folder of its own, which ends with it.
class scratch {
 public:
  scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "varve-history-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a history");
    folder_ = name;
  }
  ~scratch() { std::filesystem::remove_all(folder_); }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "1.history"; }

 private:
  std::filesystem::path folder_;
};

append_request one_event(const stream_id& stream, expected demand = {}) {
  new_event event;
  event.type = "noted";
  event.data = "{}";
  return append_request::to(stream, {event}, demand);
}

void record(history_recorder& into, const recorded_history& seen) {
  for (const auto& one : seen.operations) {
    const auto number = into.begin(one.asked, one.begun);
    if (!std::holds_alternative<unanswered>(one.told)) into.end(number, one.told, one.ended);
  }
}

TEST(history_file, gives_back_what_was_recorded) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const scratch place;
    seeded_random random{seed};
    recorded_history seen = random_history(random, 40);
    const auto sound = check_history(seen).size();
    {
      history_file file{place.file()};
      record(file, seen);
    }
    seen.operations = history_file::read(place.file()).value();
    EXPECT_EQ(seen.operations.size(), 40U);
    EXPECT_EQ(check_history(seen).size(), sound);
    const std::string how = spoil(seen, random);
    const auto spoilt = check_history(seen).size();
    std::filesystem::remove(place.file());
    {
      history_file file{place.file()};
      record(file, seen);
    }
    seen.operations = history_file::read(place.file()).value();
    EXPECT_EQ(check_history(seen).size(), spoilt) << how;
  }
}

TEST(history_file, of_a_killed_process_ends_before_the_unfinished_line) {
  const scratch place;
  {
    history_file file{place.file()};
    file.begin(log_call{}, instant{});
  }
  std::ofstream{place.file(), std::ios::app} << "<\t0\t17\tpage\t3";
  const auto read = history_file::read(place.file()).value();
  ASSERT_EQ(read.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<unanswered>(read.front().told));
}

TEST(history_file, names_a_line_that_is_not_of_the_format) {
  const scratch place;
  {
    history_file file{place.file()};
    file.begin(log_call{}, instant{});
  }
  std::ofstream{place.file(), std::ios::app} << "<\t0\t17\tpage\tthree\tend\n";
  const auto read = history_file::read(place.file());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::undecodable);
  EXPECT_NE(read.error().message.find("1.history:3"), std::string::npos) << read.error().message;
}

TEST(recording_store, takes_down_a_history_of_racing_callers_that_is_sound) {
  history_notes notes;
  recording_store store{std::make_unique<memory_store>(), notes};
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 4; ++caller)
      callers.emplace_back([&store] {
        for (int i = 0; i < 50; ++i) {
          const auto seen = store.read_stream("a-1", revision{}, {}, {}).value();
          const auto events = static_cast<std::int64_t>(seen.size());
          [[maybe_unused]] const auto outcome = store.append_and_wait(
              one_event("a-1", events == 0 ? expected::no_stream() : expected{revision{events - 1}}));
          [[maybe_unused]] const auto log = store.read_log(token::start(), {}, {.limit = 3});
        }
      });
  }
  const recorded_history seen{notes.operations(), read_whole_log(store).value()};
  EXPECT_GE(seen.operations.size(), 600U);
  EXPECT_FALSE(seen.log.empty());
  EXPECT_TRUE(check_history(seen).empty());
}

TEST(recording_store, takes_down_an_append_that_calls_back) {
  history_notes notes;
  recording_store store{std::make_unique<memory_store>(), notes};
  std::latch answered{1};
  store.append(one_event("a-1"), [&](const append_outcome&) { answered.count_down(); });
  answered.wait();
  const auto seen = notes.operations();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<appended>(seen.front().told));
  EXPECT_LE(seen.front().begun, seen.front().ended);
}

TEST(recording_store, refuses_what_a_history_cannot_hold) {
  history_notes notes;
  recording_store store{std::make_unique<memory_store>(), notes};
  const auto outcome = store.append_and_wait(append_request::soft_delete("a-1"));
  EXPECT_EQ(std::get<not_written>(outcome).why.code, errc::invalid_argument);
  EXPECT_TRUE(notes.operations().empty());
}

}  // namespace
}  // namespace varve::testing

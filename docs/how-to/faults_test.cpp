// The code of test-under-faults.md: regions between // [name] and // [/name] stand there word for word.

#include <varve/commands.hpp>
#include <varve/eventstore.hpp>
#include <varve/testing.hpp>

#include "cart.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;

std::string told(const std::vector<varve::testing::history_finding>& found) {
  std::string out;
  for (const auto& each : found) out += each.message + '\n';
  return out;
}

// [history]
TEST(carts, that_several_fill_at_once_fit_one_order_of_events) {
  varve::testing::history_notes notes;
  varve::testing::recording_store store{std::make_unique<varve::memory_store>(), notes};
  {
    std::vector<std::jthread> buyers;
    for (int buyer = 0; buyer < 4; ++buyer)
      buyers.emplace_back([&store] {
        auto carts = varve::commands_for<cart::decider>(store, {.attempts = 50});
        for (int i = 0; i < 25; ++i) EXPECT_TRUE(carts.handle("42", cart::add_item{"apple", 1, 25}));
      });
  }
  const varve::testing::recorded_history seen{notes.operations(),
                                              varve::testing::read_whole_log(store).value()};
  const auto found = varve::testing::check_history(seen);
  EXPECT_TRUE(found.empty()) << told(found);
}
// [/history]

std::filesystem::path file_of_this_test() {
  std::string made = (std::filesystem::temp_directory_path() / "history-XXXXXX").string();
  return std::filesystem::path{::mkdtemp(made.data())} / "1.history";
}

TEST(histories, are_kept_in_files) {
  const auto log = std::make_shared<varve::memory_log>();
  const auto file = file_of_this_test();
  // [history_file]
  {
    varve::testing::history_file notes{file};  // in each process: another file
    varve::testing::recording_store store{std::make_unique<varve::memory_store>(log), notes};
    ASSERT_TRUE(varve::commands_for<cart::decider>(store).handle("42", cart::add_item{"apple", 1, 25}));
  }
  varve::memory_store store{log};  // when all is over
  const varve::testing::recorded_history seen{varve::testing::history_file::read(file).value(),
                                              varve::testing::read_whole_log(store).value()};
  EXPECT_TRUE(varve::testing::check_history(seen).empty());
  // [/history_file]
  EXPECT_FALSE(seen.operations.empty());
  std::filesystem::remove_all(file.parent_path());
}

// [simulation]
/// Takes the number of whoever comes last, and things from nobody who came earlier.
struct shelf {
  std::int64_t version = 0;
  int things = 0;

  bool put(std::int64_t whose) {
    if (whose < version) return false;
    version = whose;
    ++things;
    return true;
  }
};

/// Puts things on a shelf as long as it holds a lease, and is paused at bad moments.
class clerk {
 public:
  clerk(varve::testing::simulation& world, varve::lease_store& leases, shelf& goods, std::string name)
      : world_(world), process_(world), leases_(leases), goods_(goods), name_(std::move(name)) {}

  void work() {
    process_.after(world_.up_to(100ms), [this] {
      const auto held = leases_.acquire("shelf", name_, 300ms).value();
      if (world_.chance(50)) process_.pause(1s);  // longer than the lease
      process_.after(1ms, [this, held] {
        if (held.is_of(name_) && !goods_.put(held.version)) ++refused;
        work();
      });
    });
  }

  int refused = 0;  // found out too late that the lease was gone

 private:
  varve::testing::simulation& world_;
  varve::testing::simulated_process process_;
  varve::lease_store& leases_;
  shelf& goods_;
  std::string name_;
};

TEST(a_shelf, takes_nothing_from_a_clerk_that_was_relieved) {
  int refused = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    varve::testing::simulation world{seed};
    varve::memory_leases leases{*world.env().clock};
    shelf goods;
    clerk ada{world, leases, goods, "ada"};
    clerk ben{world, leases, goods, "ben"};
    ada.work();
    ben.work();
    world.run_for(20s);  // takes no time
    EXPECT_GT(goods.things, 50) << "seed " << seed;
    refused += ada.refused + ben.refused;
  }
  EXPECT_GT(refused, 0) << "no clerk was ever late, so this shows nothing";
}
// [/simulation]

}  // namespace

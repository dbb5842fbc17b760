#include <varve/eventstore/memory_leases.hpp>

#include "projector_fixture.hpp"

#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

struct leased_revenue : revenue {
  static constexpr int partitions = 8;
};
struct leased_lines : order_lines {
  static constexpr int partitions = 4;
};

/// Several runners under leases, in one process but each with a database connection of its own.
class lease_test : public projector_test {
 protected:
  lease_test() {
    use_real_time();
    how.leases = {.store = &leases, .term = 200ms};
    how.pace.first_back_off = 1ms;
    how.pace.longest_back_off = 5ms;
    how.page_size = 7;
  }

  /// Who works on the range, while somebody does.
  std::string holder(const std::string& range) {
    const auto found = leases.list("projection/" + range).value();
    return found.empty() ? "" : found.front().owner;
  }

  memory_leases leases;
};

/// One that runs on a thread of its own until it is gone.
template<class... Projections>
class runner {
 public:
  runner(event_store& log, const std::string& path, const projector_options& how, Projections... which)
      : model_(path, {.durability = sqlite::durability::process_crash}), views_(log, model_, how, which...) {}

  void stop() {
    live_.request_stop();
    live_.join();
  }

 private:
  sqlite::database model_;
  projector<sqlite::database, Projections...> views_;
  std::jthread live_{[this](std::stop_token stop) { views_.run(std::move(stop)); }};
};

TEST_F(lease_test, of_several_another_goes_on_when_the_one_that_works_ends) {
  projector waiting{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  std::optional<runner<order_lines, revenue, open_orders>> first;
  first.emplace(log(), db.path(), how, order_lines{}, revenue{}, open_orders{});
  trade(20);
  ASSERT_TRUE(waiting.wait_for(head(), 60s));
  const auto version = saved("revenue")->version;
  runner<order_lines, revenue, open_orders> second{log(),         db.path(), how,
                                                   order_lines{}, revenue{}, open_orders{}};
  trade(20, 2);
  ASSERT_TRUE(waiting.wait_for(head(), 60s));
  first.reset();
  trade(20, 3);
  ASSERT_TRUE(waiting.wait_for(head(), 60s));
  EXPECT_GT(saved("revenue")->version, version);
  EXPECT_EQ(seen(), views);
}

TEST_F(lease_test, goes_on_after_a_poll_that_took_over) {
  runner<revenue> live{log(), db.path(), how, revenue{}};
  projector beside{log(), db, how, revenue{}};
  for (std::uint64_t round = 1; round <= 5; ++round) {
    trade(10, round);
    (void)beside.try_poll();  // the other may take over again before it has ended
    trade(10, 100 + round);
    ASSERT_TRUE(beside.wait_for(head(), 60s)) << beside.wait_for(head(), 0s).error().message;
    EXPECT_EQ(seen().revenue, views.revenue);
  }
}

TEST_F(lease_test, goes_on_with_the_next_generation_after_a_rebuild) {
  trade(10);
  runner<leased_revenue> live{log(), db.path(), how, leased_revenue{}};
  projector beside{log(), db, how, leased_revenue{}};
  ASSERT_TRUE(beside.wait_for(head(), 60s));
  beside.rebuild();
  trade(10, 2);
  ASSERT_TRUE(beside.wait_for(head(), 60s));
  EXPECT_EQ(beside.status()->at(0).live, 2);
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(lease_test, ranges_are_spread_over_runners_that_come_and_go) {
  using one = runner<leased_lines, leased_revenue>;
  std::vector<std::unique_ptr<one>> all;
  const auto join = [&] {
    all.push_back(std::make_unique<one>(log(), db.path(), how, leased_lines{}, leased_revenue{}));
  };
  projector waiting{log(), db, how, leased_lines{}, leased_revenue{}};
  for (std::uint64_t round = 1; round <= 8; ++round) {
    if (round <= 4) join();
    if (round > 4) all.erase(all.begin());
    if (round == 8) join();
    trade(20, round);
    ASSERT_TRUE(waiting.wait_for(head(), 60s)) << waiting.wait_for(head(), 0s).error().message;
    EXPECT_EQ(seen().revenue, views.revenue);
    EXPECT_EQ(seen().lines, views.lines);
  }
}

TEST_F(lease_test, of_one_name_in_two_databases_are_told_apart_by_their_groups) {
  sqlite::database other{folder.file("other.db"), {.durability = sqlite::durability::process_crash}};
  runner<revenue> here{log(), db.path(), how, revenue{}};
  how.leases.group = "other";
  runner<revenue> there{log(), other.path(), how, revenue{}};
  trade(10);
  projector in_other{log(), other, how, revenue{}};
  projector in_this{log(), db, how, revenue{}};
  ASSERT_TRUE(in_other.wait_for(head(), 60s));
  ASSERT_TRUE(in_this.wait_for(head(), 60s));
  EXPECT_NE(leases.list("other/projection/revenue/0")->size(), 0U);
  EXPECT_NE(holder("revenue/0"), "");
}

TEST_F(lease_test, tells_why_it_cannot_agree_and_goes_on_when_it_can) {
  class failing final : public lease_store {
   public:
    explicit failing(lease_store& inner) : inner_(inner) {}
    result<lease> acquire(std::string_view name, std::string_view owner,
                          std::chrono::nanoseconds term) override {
      if (failures-- > 0) return error{errc::unavailable, "the leases are out"};
      return inner_.acquire(name, owner, term);
    }
    result<std::vector<std::string>> renew(std::span<const lease> held,
                                           std::chrono::nanoseconds term) override {
      return inner_.renew(held, term);
    }
    result<void> release(std::span<const lease> held) override { return inner_.release(held); }
    result<std::vector<lease>> list(std::string_view prefix) override { return inner_.list(prefix); }

   private:
    lease_store& inner_;
    int failures = 3;
  };
  failing unlucky{leases};
  how.leases.store = &unlucky;
  runner<revenue> live{log(), db.path(), how, revenue{}};
  trade(10);
  projector waiting{log(), db, how, revenue{}};
  ASSERT_TRUE(waiting.wait_for(head(), 60s));
  live.stop();
  EXPECT_EQ(lines.count("the leases are out"), 1U);
}

}  // namespace
}  // namespace varve::shop

#include <varve/contract/lease_contract.hpp>
#include <varve/eventstore/engine/lease_row.hpp>
#include <varve/testing/virtual_clock.hpp>

#include "promise.hpp"

#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {
namespace {

/// What its tests are told with.
struct lease_contract_ground {
  lease_contract_ground(world& around, lease_fixture& given) : client(around.time), fixture(given) {}

  using hours = std::chrono::hours;

  lease acquire(std::string_view owner, hours term = hours{1}) {
    return leases->acquire("sales", owner, term).value();
  }
  /// Whether it still was `held`'s.
  bool renew(const lease& held) { return leases->renew({&held, 1}, hours{1}).value().empty(); }
  void release(const lease& held) { leases->release({&held, 1}).value(); }
  lease stands() {
    const auto all = leases->list("sales").value();
    return all.size() == 1 ? all.front() : lease{};
  }

  testing::virtual_clock& client;  // of the program that asks, which must not matter
  lease_fixture& fixture;
  std::unique_ptr<lease_store> leases = fixture.open();
};

VARVE_PROMISE(lease_contract, gives_what_nobody_holds_under_version_one) {
  EXPECT_EQ(it.leases->list("").value().size(), 0U);
  const auto given = it.acquire("ada");
  EXPECT_EQ(given.name, "sales");
  EXPECT_TRUE(given.is_of("ada"));
  EXPECT_EQ(given.version, 1);
  EXPECT_EQ(it.stands().owner, "ada");
}

VARVE_PROMISE(lease_contract, tells_others_who_holds_it_and_gives_them_nothing) {
  it.acquire("ada");
  const auto answer = it.acquire("bob");
  EXPECT_TRUE(answer.in_force());
  EXPECT_FALSE(answer.is_of("bob"));
  EXPECT_EQ(answer.owner, "ada");
  EXPECT_EQ(answer.version, 1);
  EXPECT_EQ(it.stands().owner, "ada");
}

VARVE_PROMISE(lease_contract, gives_it_again_under_the_same_version_to_who_holds_it) {
  it.acquire("ada");
  it.fixture.pass(std::chrono::minutes{40});
  EXPECT_EQ(it.acquire("ada").version, 1);
  it.fixture.pass(std::chrono::minutes{40});
  EXPECT_EQ(it.acquire("bob").owner, "ada");
}

VARVE_PROMISE(lease_contract, gives_it_to_another_under_a_new_version_when_its_time_has_run_out) {
  it.acquire("ada");
  it.fixture.pass(std::chrono::hours{1});
  const auto given = it.acquire("bob");
  EXPECT_TRUE(given.is_of("bob"));
  EXPECT_EQ(given.version, 2);
}

VARVE_PROMISE(lease_contract, gives_it_under_a_new_version_to_its_last_owner_when_its_time_has_run_out) {
  it.acquire("ada");
  it.fixture.pass(std::chrono::hours{1});
  const auto given = it.acquire("ada");
  EXPECT_TRUE(given.is_of("ada"));
  EXPECT_EQ(given.version, 2);
}

VARVE_PROMISE(lease_contract, begins_its_term_anew_when_it_is_renewed) {
  const auto mine = it.acquire("ada");
  for (int i = 0; i < 3; ++i) {
    it.fixture.pass(std::chrono::minutes{40});
    ASSERT_TRUE(it.renew(mine));
  }
  EXPECT_EQ(it.acquire("bob").owner, "ada");
  EXPECT_EQ(it.stands().version, 1);
}

VARVE_PROMISE(lease_contract, does_not_renew_what_has_run_out_though_nobody_took_it) {
  const auto mine = it.acquire("ada");
  it.fixture.pass(std::chrono::hours{1});
  EXPECT_FALSE(it.renew(mine));
  EXPECT_FALSE(it.stands().in_force());
  EXPECT_EQ(it.acquire("bob").version, 2);
}

VARVE_PROMISE(lease_contract, does_not_renew_under_an_owner_or_a_version_that_is_not_the_one_in_force) {
  const auto late = it.acquire("ada");
  it.fixture.pass(std::chrono::hours{1});
  const auto mine = it.acquire("ada");
  EXPECT_FALSE(it.renew(late));
  auto stranger = mine;
  stranger.owner = "bob";
  EXPECT_FALSE(it.renew(stranger));
  EXPECT_TRUE(it.renew(mine));
  EXPECT_TRUE(it.stands().is_of("ada"));
}

VARVE_PROMISE(lease_contract, renews_several_at_once_and_names_those_that_were_lost) {
  std::vector<lease> mine;
  for (const auto* name : {"a", "b", "c"})
    mine.push_back(it.leases->acquire(name, "ada", std::chrono::hours{1}).value());
  it.release(mine[1]);
  it.fixture.pass(std::chrono::minutes{40});
  EXPECT_THAT(it.leases->renew(mine, std::chrono::hours{1}).value(), ::testing::ElementsAre("b"));
  it.fixture.pass(std::chrono::minutes{40});
  const auto all = it.leases->list("").value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[0].is_of("ada"));
  EXPECT_FALSE(all[1].in_force());
  EXPECT_TRUE(all[2].is_of("ada"));
}

VARVE_PROMISE(lease_contract, is_free_at_once_when_it_is_released_and_keeps_its_version) {
  it.release(it.acquire("ada"));
  EXPECT_FALSE(it.stands().in_force());
  EXPECT_EQ(it.stands().version, 1);
  const auto given = it.acquire("bob");
  EXPECT_TRUE(given.is_of("bob"));
  EXPECT_EQ(given.version, 2);
}

VARVE_PROMISE(lease_contract, is_not_released_by_one_that_holds_it_no_longer) {
  const auto late = it.acquire("ada");
  it.fixture.pass(std::chrono::hours{1});
  const auto mine = it.acquire("bob");
  it.release(late);
  EXPECT_TRUE(it.stands().is_of("bob"));
  EXPECT_TRUE(it.renew(mine));
}

VARVE_PROMISE(lease_contract, does_not_heed_the_clock_of_the_program_that_asks) {
  const auto mine = it.acquire("ada");
  it.client.advance(std::chrono::hours{2});
  EXPECT_EQ(it.acquire("bob").owner, "ada");
  EXPECT_TRUE(it.renew(mine));
  it.client.jump(-std::chrono::hours{12});
  EXPECT_TRUE(it.renew(mine));
  it.fixture.pass(std::chrono::hours{1});
  EXPECT_TRUE(it.acquire("bob").is_of("bob"));
}

VARVE_PROMISE(lease_contract, tells_how_long_it_has_been_held_and_has_left) {
  const auto mine = it.acquire("ada", std::chrono::hours{3});
  it.fixture.pass(std::chrono::hours{2});
  const auto seen = it.stands();
  EXPECT_GE(seen.held, std::chrono::hours{2});
  EXPECT_LE(seen.left, std::chrono::hours{1});
  EXPECT_GT(seen.left, std::chrono::minutes{30});
  EXPECT_TRUE(it.renew(mine));
  EXPECT_GE(it.stands().held, std::chrono::hours{2});
  it.release(mine);
  EXPECT_EQ(it.stands().left, std::chrono::nanoseconds{0});
  EXPECT_EQ(it.acquire("ada").version, 2);
  EXPECT_LT(it.stands().held, std::chrono::hours{1});
}

VARVE_PROMISE(lease_contract, lists_what_begins_with_a_text_in_the_order_of_the_names) {
  for (const auto* name : {"p/sales/2", "p/sales/10", "p/sale", "p_sales/1", "P/sales/3", "p/sales/"})
    ASSERT_TRUE(it.leases->acquire(name, "ada", std::chrono::hours{1}));
  std::vector<std::string> names;
  for (const auto& each : it.leases->list("p/sales/").value()) names.push_back(each.name);
  EXPECT_THAT(names, ::testing::ElementsAre("p/sales/", "p/sales/10", "p/sales/2"));
  EXPECT_EQ(it.leases->list("").value().size(), 6U);
  EXPECT_EQ(it.leases->list("q").value().size(), 0U);
}

VARVE_PROMISE(lease_contract, keeps_them_when_it_is_opened_again) {
  const auto mine = it.acquire("ada");
  it.leases.reset();
  it.leases = it.fixture.open();
  EXPECT_EQ(it.acquire("bob").owner, "ada");
  EXPECT_TRUE(it.renew(mine));
  it.release(mine);
  it.leases.reset();
  it.leases = it.fixture.open();
  EXPECT_EQ(it.acquire("bob").version, 2);
}

VARVE_PROMISE(lease_contract, gives_it_to_one_of_those_who_race) {
  constexpr std::size_t racers = 4;
  std::array<std::unique_ptr<lease_store>, racers> opened;
  for (auto& each : opened) each = it.fixture.open();
  for (int round = 1; round <= 20; ++round) {
    std::atomic<int> won{0};
    lease given;
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < racers; ++i) {
        threads.emplace_back([&, i] {
          const std::string owner = "racer " + std::to_string(i);
          const auto answer = opened[i]->acquire("sales", owner, std::chrono::hours{1}).value();
          if (answer.is_of(owner) && won++ == 0) given = answer;
        });
      }
    }
    ASSERT_EQ(won, 1);
    ASSERT_EQ(given.version, round);
    it.release(given);
  }
}

VARVE_PROMISE(lease_contract, answers_as_the_reference_does_whatever_is_asked_in_whatever_order) {
  std::minstd_rand draw{7};
  const std::vector<std::string> owners{"ada", "bob", "eve"};
  engine::lease_row reference;
  std::chrono::nanoseconds now{0};
  std::vector<lease> known(owners.size());
  for (int step = 0; step < 200; ++step) {
    const auto who = draw() % owners.size();
    switch (draw() % 4) {
      case 0:
        reference.acquire(owners[who], now, std::chrono::hours{1});
        known[who] = it.acquire(owners[who]);
        ASSERT_EQ(known[who].is_of(owners[who]), reference.seen("", now).is_of(owners[who]));
        known[who].owner = owners[who];
        break;
      case 1:
        if (known[who].owner.empty()) break;
        ASSERT_EQ(it.renew(known[who]), reference.renew(known[who], now, std::chrono::hours{1}));
        break;
      case 2:
        if (known[who].owner.empty()) break;
        (void)reference.release(known[who], now);
        it.release(known[who]);
        break;
      default: now += std::chrono::minutes{25}; it.fixture.pass(std::chrono::minutes{25});
    }
    ASSERT_EQ(it.stands().owner, reference.seen("", now).owner) << "after step " << step;
    ASSERT_EQ(it.stands().version, reference.version) << "after step " << step;
  }
  EXPECT_GT(reference.version, 10);
}

VARVE_PROMISE(lease_contract, refuses_what_is_no_name_no_owner_and_no_term) {
  const auto code = [&](std::string_view name, std::string_view owner, std::chrono::nanoseconds term) {
    const auto answer = it.leases->acquire(name, owner, term);
    return answer ? errc{} : answer.error().code;
  };
  EXPECT_EQ(code("", "ada", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code(std::string(256, 'n'), "ada", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "a\nb", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "ada", std::chrono::nanoseconds{0}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "ada", longest_lease + std::chrono::nanoseconds{1}), errc::invalid_argument);
  const auto mine = it.leases->acquire("sales", "ada", longest_lease).value();
  const auto renewed = it.leases->renew({&mine, 1}, std::chrono::nanoseconds{-1});
  EXPECT_EQ(renewed ? errc{} : renewed.error().code, errc::invalid_argument);
}

}  // namespace

suite<lease_fixture> lease_contract() {
  return {"lease_contract",
          simulated,
          {VARVE_PROMISED(lease_contract, gives_what_nobody_holds_under_version_one),
           VARVE_PROMISED(lease_contract, tells_others_who_holds_it_and_gives_them_nothing),
           VARVE_PROMISED(lease_contract, gives_it_again_under_the_same_version_to_who_holds_it),
           VARVE_PROMISED(lease_contract, gives_it_to_another_under_a_new_version_when_its_time_has_run_out),
           VARVE_PROMISED(lease_contract,
                          gives_it_under_a_new_version_to_its_last_owner_when_its_time_has_run_out),
           VARVE_PROMISED(lease_contract, begins_its_term_anew_when_it_is_renewed),
           VARVE_PROMISED(lease_contract, does_not_renew_what_has_run_out_though_nobody_took_it),
           VARVE_PROMISED(lease_contract,
                          does_not_renew_under_an_owner_or_a_version_that_is_not_the_one_in_force),
           VARVE_PROMISED(lease_contract, renews_several_at_once_and_names_those_that_were_lost),
           VARVE_PROMISED(lease_contract, is_free_at_once_when_it_is_released_and_keeps_its_version),
           VARVE_PROMISED(lease_contract, is_not_released_by_one_that_holds_it_no_longer),
           VARVE_PROMISED(lease_contract, does_not_heed_the_clock_of_the_program_that_asks),
           VARVE_PROMISED(lease_contract, tells_how_long_it_has_been_held_and_has_left),
           VARVE_PROMISED(lease_contract, lists_what_begins_with_a_text_in_the_order_of_the_names),
           VARVE_PROMISED(lease_contract, keeps_them_when_it_is_opened_again),
           VARVE_PROMISED(lease_contract, gives_it_to_one_of_those_who_race),
           VARVE_PROMISED(lease_contract, answers_as_the_reference_does_whatever_is_asked_in_whatever_order),
           VARVE_PROMISED(lease_contract, refuses_what_is_no_name_no_owner_and_no_term)}};
}

}  // namespace varve::contract

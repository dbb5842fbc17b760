#pragma once

/// The contract of `lease_store`, as a typed GoogleTest suite over a `lease_fixture`. Say in one source file,
/// outside of any namespace:
///
///     VARVE_LEASE_CONTRACT(my_leases, my_fixture);
///
/// A store that does nothing fails every one of these tests.

#include <varve/contract/lease_fixture.hpp>
#include <varve/eventstore/engine/lease_row.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {

/// What every place for leases promises. Terms are counted in hours, so that it does not matter how long a
/// test takes.
template<class Fixture>
class lease_contract : public ::testing::Test {
 protected:
  using hours = std::chrono::hours;

  lease acquire(std::string_view owner, hours term = hours{1}) {
    return leases_->acquire("sales", owner, term).value();
  }
  /// Whether it still was `held`'s.
  bool renew(const lease& held) { return leases_->renew({&held, 1}, hours{1}).value().empty(); }
  void release(const lease& held) { leases_->release({&held, 1}).value(); }
  lease stands() {
    const auto all = leases_->list("sales").value();
    return all.size() == 1 ? all.front() : lease{};
  }

  testing::virtual_clock client_;  // of the program that asks, which must not matter
  Fixture fixture_{environment{.clock = &client_}};
  std::unique_ptr<lease_store> leases_ = fixture_.open();
};
TYPED_TEST_SUITE_P(lease_contract);

TYPED_TEST_P(lease_contract, gives_what_nobody_holds_under_version_one) {
  EXPECT_EQ(this->leases_->list("").value().size(), 0U);
  const auto given = this->acquire("ada");
  EXPECT_EQ(given.name, "sales");
  EXPECT_TRUE(given.is_of("ada"));
  EXPECT_EQ(given.version, 1);
  EXPECT_EQ(this->stands().owner, "ada");
}

TYPED_TEST_P(lease_contract, tells_others_who_holds_it_and_gives_them_nothing) {
  this->acquire("ada");
  const auto answer = this->acquire("bob");
  EXPECT_TRUE(answer.in_force());
  EXPECT_FALSE(answer.is_of("bob"));
  EXPECT_EQ(answer.owner, "ada");
  EXPECT_EQ(answer.version, 1);
  EXPECT_EQ(this->stands().owner, "ada");
}

TYPED_TEST_P(lease_contract, gives_it_again_under_the_same_version_to_who_holds_it) {
  this->acquire("ada");
  this->fixture_.pass(std::chrono::minutes{40});
  EXPECT_EQ(this->acquire("ada").version, 1);
  this->fixture_.pass(std::chrono::minutes{40});
  EXPECT_EQ(this->acquire("bob").owner, "ada");
}

TYPED_TEST_P(lease_contract, gives_it_to_another_under_a_new_version_when_its_time_has_run_out) {
  this->acquire("ada");
  this->fixture_.pass(std::chrono::hours{1});
  const auto given = this->acquire("bob");
  EXPECT_TRUE(given.is_of("bob"));
  EXPECT_EQ(given.version, 2);
}

TYPED_TEST_P(lease_contract, gives_it_under_a_new_version_to_its_last_owner_when_its_time_has_run_out) {
  this->acquire("ada");
  this->fixture_.pass(std::chrono::hours{1});
  const auto given = this->acquire("ada");
  EXPECT_TRUE(given.is_of("ada"));
  EXPECT_EQ(given.version, 2);
}

TYPED_TEST_P(lease_contract, begins_its_term_anew_when_it_is_renewed) {
  const auto mine = this->acquire("ada");
  for (int i = 0; i < 3; ++i) {
    this->fixture_.pass(std::chrono::minutes{40});
    ASSERT_TRUE(this->renew(mine));
  }
  EXPECT_EQ(this->acquire("bob").owner, "ada");
  EXPECT_EQ(this->stands().version, 1);
}

TYPED_TEST_P(lease_contract, does_not_renew_what_has_run_out_though_nobody_took_it) {
  const auto mine = this->acquire("ada");
  this->fixture_.pass(std::chrono::hours{1});
  EXPECT_FALSE(this->renew(mine));
  EXPECT_FALSE(this->stands().in_force());
  EXPECT_EQ(this->acquire("bob").version, 2);
}

TYPED_TEST_P(lease_contract, does_not_renew_under_an_owner_or_a_version_that_is_not_the_one_in_force) {
  const auto late = this->acquire("ada");
  this->fixture_.pass(std::chrono::hours{1});
  const auto mine = this->acquire("ada");
  EXPECT_FALSE(this->renew(late));
  auto stranger = mine;
  stranger.owner = "bob";
  EXPECT_FALSE(this->renew(stranger));
  EXPECT_TRUE(this->renew(mine));
  EXPECT_TRUE(this->stands().is_of("ada"));
}

TYPED_TEST_P(lease_contract, renews_several_at_once_and_names_those_that_were_lost) {
  std::vector<lease> mine;
  for (const auto* name : {"a", "b", "c"})
    mine.push_back(this->leases_->acquire(name, "ada", std::chrono::hours{1}).value());
  this->release(mine[1]);
  this->fixture_.pass(std::chrono::minutes{40});
  EXPECT_THAT(this->leases_->renew(mine, std::chrono::hours{1}).value(), ::testing::ElementsAre("b"));
  this->fixture_.pass(std::chrono::minutes{40});
  const auto all = this->leases_->list("").value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[0].is_of("ada"));
  EXPECT_FALSE(all[1].in_force());
  EXPECT_TRUE(all[2].is_of("ada"));
}

TYPED_TEST_P(lease_contract, is_free_at_once_when_it_is_released_and_keeps_its_version) {
  this->release(this->acquire("ada"));
  EXPECT_FALSE(this->stands().in_force());
  EXPECT_EQ(this->stands().version, 1);
  const auto given = this->acquire("bob");
  EXPECT_TRUE(given.is_of("bob"));
  EXPECT_EQ(given.version, 2);
}

TYPED_TEST_P(lease_contract, is_not_released_by_one_that_holds_it_no_longer) {
  const auto late = this->acquire("ada");
  this->fixture_.pass(std::chrono::hours{1});
  const auto mine = this->acquire("bob");
  this->release(late);
  EXPECT_TRUE(this->stands().is_of("bob"));
  EXPECT_TRUE(this->renew(mine));
}

TYPED_TEST_P(lease_contract, does_not_heed_the_clock_of_the_program_that_asks) {
  const auto mine = this->acquire("ada");
  this->client_.advance(std::chrono::hours{2});
  EXPECT_EQ(this->acquire("bob").owner, "ada");
  EXPECT_TRUE(this->renew(mine));
  this->client_.jump(-std::chrono::hours{12});
  EXPECT_TRUE(this->renew(mine));
  this->fixture_.pass(std::chrono::hours{1});
  EXPECT_TRUE(this->acquire("bob").is_of("bob"));
}

TYPED_TEST_P(lease_contract, tells_how_long_it_has_been_held_and_has_left) {
  const auto mine = this->acquire("ada", std::chrono::hours{3});
  this->fixture_.pass(std::chrono::hours{2});
  const auto seen = this->stands();
  EXPECT_GE(seen.held, std::chrono::hours{2});
  EXPECT_LE(seen.left, std::chrono::hours{1});
  EXPECT_GT(seen.left, std::chrono::minutes{30});
  EXPECT_TRUE(this->renew(mine));
  EXPECT_GE(this->stands().held, std::chrono::hours{2});
  this->release(mine);
  EXPECT_EQ(this->stands().left, std::chrono::nanoseconds{0});
  EXPECT_EQ(this->acquire("ada").version, 2);
  EXPECT_LT(this->stands().held, std::chrono::hours{1});
}

TYPED_TEST_P(lease_contract, lists_what_begins_with_a_text_in_the_order_of_the_names) {
  for (const auto* name : {"p/sales/2", "p/sales/10", "p/sale", "p_sales/1", "P/sales/3", "p/sales/"})
    ASSERT_TRUE(this->leases_->acquire(name, "ada", std::chrono::hours{1}));
  std::vector<std::string> names;
  for (const auto& each : this->leases_->list("p/sales/").value()) names.push_back(each.name);
  EXPECT_THAT(names, ::testing::ElementsAre("p/sales/", "p/sales/10", "p/sales/2"));
  EXPECT_EQ(this->leases_->list("").value().size(), 6U);
  EXPECT_EQ(this->leases_->list("q").value().size(), 0U);
}

TYPED_TEST_P(lease_contract, keeps_them_when_it_is_opened_again) {
  const auto mine = this->acquire("ada");
  this->leases_.reset();
  this->leases_ = this->fixture_.open();
  EXPECT_EQ(this->acquire("bob").owner, "ada");
  EXPECT_TRUE(this->renew(mine));
  this->release(mine);
  this->leases_.reset();
  this->leases_ = this->fixture_.open();
  EXPECT_EQ(this->acquire("bob").version, 2);
}

TYPED_TEST_P(lease_contract, gives_it_to_one_of_those_who_race) {
  constexpr std::size_t racers = 4;
  std::array<std::unique_ptr<lease_store>, racers> opened;
  for (auto& each : opened) each = this->fixture_.open();
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
    this->release(given);
  }
}

TYPED_TEST_P(lease_contract, answers_as_the_reference_does_whatever_is_asked_in_whatever_order) {
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
        known[who] = this->acquire(owners[who]);
        ASSERT_EQ(known[who].is_of(owners[who]), reference.seen("", now).is_of(owners[who]));
        known[who].owner = owners[who];
        break;
      case 1:
        if (known[who].owner.empty()) break;
        ASSERT_EQ(this->renew(known[who]), reference.renew(known[who], now, std::chrono::hours{1}));
        break;
      case 2:
        if (known[who].owner.empty()) break;
        (void)reference.release(known[who], now);
        this->release(known[who]);
        break;
      default: now += std::chrono::minutes{25}; this->fixture_.pass(std::chrono::minutes{25});
    }
    ASSERT_EQ(this->stands().owner, reference.seen("", now).owner) << "after step " << step;
    ASSERT_EQ(this->stands().version, reference.version) << "after step " << step;
  }
  EXPECT_GT(reference.version, 10);
}

TYPED_TEST_P(lease_contract, refuses_what_is_no_name_no_owner_and_no_term) {
  const auto code = [&](std::string_view name, std::string_view owner, std::chrono::nanoseconds term) {
    const auto answer = this->leases_->acquire(name, owner, term);
    return answer ? errc{} : answer.error().code;
  };
  EXPECT_EQ(code("", "ada", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code(std::string(256, 'n'), "ada", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "a\nb", std::chrono::hours{1}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "ada", std::chrono::nanoseconds{0}), errc::invalid_argument);
  EXPECT_EQ(code("sales", "ada", longest_lease + std::chrono::nanoseconds{1}), errc::invalid_argument);
  const auto mine = this->leases_->acquire("sales", "ada", longest_lease).value();
  const auto renewed = this->leases_->renew({&mine, 1}, std::chrono::nanoseconds{-1});
  EXPECT_EQ(renewed ? errc{} : renewed.error().code, errc::invalid_argument);
}

REGISTER_TYPED_TEST_SUITE_P(
    lease_contract, gives_what_nobody_holds_under_version_one,
    tells_others_who_holds_it_and_gives_them_nothing, gives_it_again_under_the_same_version_to_who_holds_it,
    gives_it_to_another_under_a_new_version_when_its_time_has_run_out,
    gives_it_under_a_new_version_to_its_last_owner_when_its_time_has_run_out,
    begins_its_term_anew_when_it_is_renewed, does_not_renew_what_has_run_out_though_nobody_took_it,
    does_not_renew_under_an_owner_or_a_version_that_is_not_the_one_in_force,
    renews_several_at_once_and_names_those_that_were_lost,
    is_free_at_once_when_it_is_released_and_keeps_its_version, is_not_released_by_one_that_holds_it_no_longer,
    does_not_heed_the_clock_of_the_program_that_asks, tells_how_long_it_has_been_held_and_has_left,
    lists_what_begins_with_a_text_in_the_order_of_the_names, keeps_them_when_it_is_opened_again,
    gives_it_to_one_of_those_who_race, answers_as_the_reference_does_whatever_is_asked_in_whatever_order,
    refuses_what_is_no_name_no_owner_and_no_term);

}  // namespace varve::contract

/// Runs the suite over a type that derives from `lease_fixture`.
#define VARVE_LEASE_CONTRACT(prefix, fixture)                      \
  namespace varve::contract {                                      \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, lease_contract, fixture); \
  }                                                                \
  static_assert(true, "a semicolon follows")

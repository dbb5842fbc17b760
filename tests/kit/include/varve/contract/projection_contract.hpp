#pragma once

#include <varve/contract/read_model_fixture.hpp>
#include <varve/core/record.hpp>
#include <varve/projections/projector.hpp>

#include <cereal/cereal.hpp>
#include <cereal/types/string.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace varve::contract {

/// What the projections of the contract fold: something was sold.
struct sold {
  static constexpr std::string_view event_name = "contract.sold";
  std::string product;
  std::int64_t amount = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(product), CEREAL_NVP(amount)); }
};

/// Amounts by product. `Version` is the code's; a second name makes a second view.
template<int Version, bool Second = false>
struct amounts_by_product {
  using events = varve::events<sold>;
  static constexpr std::string_view name = Second ? "amounts_too" : "amounts";
  static constexpr int version = Version;

  struct row {
    std::int64_t amount = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(amount)); }
  };

  std::string_view key_of(const sold& e) const { return e.product; }
  void evolve(row& r, const sold& e) const {
    if (e.amount < 0) throw std::runtime_error("a negative amount");
    r.amount += e.amount * Version;
  }
};

/// What projections promise over a database for read models.
template<class Fixture>
class projection_contract : public ::testing::Test {
 protected:
  using amounts = std::map<std::string, std::int64_t>;
  using first = amounts_by_product<1>;
  using second = amounts_by_product<2>;
  using beside = amounts_by_product<1, true>;

  /// One commit.
  token sell(const std::string& product, std::int64_t amount) {
    std::vector<new_event> events;
    events.push_back(record<varve::events<sold>>(sold{product, amount}).value());
    return to_result(fixture_.log().append_and_wait(append_request::to("shop-1", std::move(events))))
        .value()
        .token;
  }
  amounts shown(std::string_view view = "amounts") { return fixture_.shown(view); }
  template<class... Views>
  auto projecting(Views... views) {
    return projector{fixture_.log(), *model_, how_, views...};
  }

  Fixture fixture_{environment{}};
  std::unique_ptr<read_model> model_ = fixture_.open();
  projector_options how_{.page_size = 2, .most_rows = 2};
};
TYPED_TEST_SUITE_P(projection_contract);

TYPED_TEST_P(projection_contract, folds_every_event_exactly_once_over_many_lives) {
  for (int life = 1; life <= 5; ++life) {
    for (const auto* product : {"a", "b", "c"}) this->sell(product, life);
    this->projecting(typename TestFixture::first{}).poll();
    this->model_.reset();
    this->model_ = this->fixture_.open();
  }
  EXPECT_EQ(this->shown(), (typename TestFixture::amounts{{"a", 15}, {"b", 15}, {"c", 15}}));
}

TYPED_TEST_P(projection_contract, feeds_several_views_from_one_read) {
  for (const auto* product : {"a", "b", "a"}) this->sell(product, 1);
  this->projecting(typename TestFixture::first{}, typename TestFixture::beside{}).poll();
  EXPECT_EQ(this->shown(), (typename TestFixture::amounts{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(this->shown("amounts_too"), this->shown());
}

TYPED_TEST_P(projection_contract, stops_at_an_event_that_it_cannot_handle_and_keeps_what_stands_before) {
  this->sell("a", 1);
  this->sell("b", -1);
  this->sell("c", 1);
  EXPECT_THROW(this->projecting(typename TestFixture::first{}).poll(), failure);
  EXPECT_EQ(this->shown(), (typename TestFixture::amounts{{"a", 1}}));
  const auto saved = this->model_->begin_read()->find({"amounts", 1});
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->position, position{1});
}

TYPED_TEST_P(projection_contract, lets_two_runners_take_turns_without_counting_twice) {
  auto one = this->projecting(typename TestFixture::first{});
  auto other = this->projecting(typename TestFixture::first{});
  for (int turn = 0; turn < 3; ++turn) {
    this->sell("a", 1);
    one.poll();
    this->sell("a", 1);
    other.poll();
  }
  EXPECT_EQ(this->shown().at("a"), 6);
}

TYPED_TEST_P(projection_contract, rebuilds_beside_the_live_view_and_switches) {
  for (const auto* product : {"a", "b", "a"}) this->sell(product, 1);
  this->projecting(typename TestFixture::first{}).poll();
  auto next = this->projecting(typename TestFixture::second{});
  typename TestFixture::amounts meanwhile;
  next.rebuild([&](const rebuild_progress&) {
    if (meanwhile.empty()) meanwhile = this->shown();
  });
  EXPECT_EQ(meanwhile, (typename TestFixture::amounts{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(this->shown(), (typename TestFixture::amounts{{"a", 4}, {"b", 2}}));
  const auto status = next.status()->at(0);
  EXPECT_EQ(status.live, 2);
  EXPECT_EQ(status.previous, 1);
  EXPECT_EQ(status.version, 2);
}

TYPED_TEST_P(projection_contract, catches_the_previous_view_up_before_it_goes_back_to_it) {
  this->sell("a", 1);
  auto before = this->projecting(typename TestFixture::first{});
  before.poll();
  auto next = this->projecting(typename TestFixture::second{});
  next.rebuild();
  this->sell("a", 1);
  next.poll();
  EXPECT_EQ(this->shown().at("a"), 4);
  before.roll_back();
  EXPECT_EQ(this->shown().at("a"), 2);
}

TYPED_TEST_P(projection_contract, never_lets_older_code_replace_newer) {
  this->sell("a", 1);
  this->projecting(typename TestFixture::second{}).poll();
  auto older = this->projecting(typename TestFixture::first{});
  EXPECT_THROW(older.poll(), failure);
  EXPECT_THROW(older.rebuild(), failure);
  EXPECT_EQ(this->shown().at("a"), 2);
}

TYPED_TEST_P(projection_contract, lets_a_caller_wait_for_what_it_wrote) {
  auto views = this->projecting(typename TestFixture::first{}, typename TestFixture::beside{});
  const std::jthread live{[&](std::stop_token stop) { views.run(std::move(stop)); }};
  for (int i = 1; i <= 5; ++i) {
    const token written = this->sell("a", 1);
    ASSERT_TRUE(views.wait_for(written, std::chrono::seconds{20}));
    EXPECT_EQ(this->shown().at("a"), i);
    EXPECT_EQ(this->shown("amounts_too").at("a"), i);
  }
}

TYPED_TEST_P(projection_contract, reads_a_view_from_memory_and_goes_on_from_its_snapshot) {
  using in_memory = memory_view<typename TestFixture::first>;
  this->sell("a", 1);
  this->sell("b", 2);
  {
    in_memory rows;
    EXPECT_EQ(rows.find("a"), std::nullopt);
    this->projecting(rows).poll();
    EXPECT_EQ(rows.find("a")->amount, 1);
    EXPECT_EQ(rows.find("c"), std::nullopt);
  }
  this->model_.reset();
  this->model_ = this->fixture_.open();
  in_memory rows;
  auto views = this->projecting(rows);
  views.poll();  // to which nothing is new
  EXPECT_EQ(rows.at(), position{2});
  EXPECT_EQ(rows.find("b")->amount, 2);
  this->sell("b", 3);
  views.poll();
  EXPECT_EQ(rows.find("b")->amount, 5);
  EXPECT_EQ(rows.at(), position{3});
  EXPECT_EQ(this->shown(), (typename TestFixture::amounts{{"a", 1}, {"b", 5}}));
}

TYPED_TEST_P(projection_contract, reads_from_memory_what_another_runner_wrote_when_it_takes_over_again) {
  using in_memory = memory_view<typename TestFixture::first>;
  in_memory mine, others;
  auto one = this->projecting(mine);
  auto other = this->projecting(others);
  for (int turn = 1; turn <= 3; ++turn) {
    this->sell("a", 1);
    one.poll();
    EXPECT_EQ(mine.find("a")->amount, 2 * turn - 1);
    this->sell("a", 1);
    other.poll();
    EXPECT_EQ(others.find("a")->amount, 2 * turn);
    EXPECT_EQ(this->shown(), (typename TestFixture::amounts{{"a", 2 * turn}}));
  }
}

TYPED_TEST_P(projection_contract, reads_a_rebuilt_view_from_memory_once_it_polls) {
  this->sell("a", 1);
  this->projecting(typename TestFixture::first{}).poll();
  memory_view<typename TestFixture::second> rows;
  auto next = this->projecting(rows);
  next.rebuild();
  next.poll();
  EXPECT_EQ(rows.find("a")->amount, 2);
}

TYPED_TEST_P(projection_contract, says_how_far_it_is_behind) {
  this->sell("a", 1);
  auto views = this->projecting(typename TestFixture::first{});
  views.poll();
  this->sell("a", 1);
  const auto status = views.status()->at(0);
  EXPECT_EQ(status.at.position, position{1});
  EXPECT_EQ(status.lag, 1);
  EXPECT_EQ(status_of(this->fixture_.log(), *this->model_)->at(0).lag, 1);
}

REGISTER_TYPED_TEST_SUITE_P(projection_contract, folds_every_event_exactly_once_over_many_lives,
                            feeds_several_views_from_one_read,
                            stops_at_an_event_that_it_cannot_handle_and_keeps_what_stands_before,
                            lets_two_runners_take_turns_without_counting_twice,
                            rebuilds_beside_the_live_view_and_switches,
                            catches_the_previous_view_up_before_it_goes_back_to_it,
                            never_lets_older_code_replace_newer, lets_a_caller_wait_for_what_it_wrote,
                            reads_a_view_from_memory_and_goes_on_from_its_snapshot,
                            reads_from_memory_what_another_runner_wrote_when_it_takes_over_again,
                            reads_a_rebuilt_view_from_memory_once_it_polls, says_how_far_it_is_behind);

}  // namespace varve::contract

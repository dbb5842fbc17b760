#include <varve/contract/read_model_contract.hpp>
#include <varve/core/record.hpp>
#include <varve/projections/projector.hpp>

#include "promise.hpp"

#include <cereal/cereal.hpp>
#include <cereal/types/string.hpp>
#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace varve::contract {
namespace {

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

/// What its tests are told with.
struct projection_contract_ground {
  projection_contract_ground(world&, read_model_fixture& given) : fixture(given) {}

  using amounts = std::map<std::string, std::int64_t>;
  using first = amounts_by_product<1>;
  using second = amounts_by_product<2>;
  using beside = amounts_by_product<1, true>;

  /// One commit.
  token sell(const std::string& product, std::int64_t amount) {
    std::vector<new_event> events;
    events.push_back(record<varve::events<sold>>(sold{product, amount}).value());
    return to_result(fixture.log().append_and_wait(append_request::to("shop-1", std::move(events))))
        .value()
        .token;
  }
  amounts shown(std::string_view view = "amounts") { return fixture.shown(view); }
  template<class... Views>
  auto projecting(Views... views) {
    return projector{fixture.log(), *model, how, views...};
  }

  read_model_fixture& fixture;
  std::unique_ptr<read_model> model = fixture.open();
  projector_options how{.page_size = 2, .most_rows = 2};
};

VARVE_PROMISE(projection_contract, folds_every_event_exactly_once_over_many_lives) {
  for (int life = 1; life <= 5; ++life) {
    for (const auto* product : {"a", "b", "c"}) it.sell(product, life);
    it.projecting(projection_contract_ground::first{}).poll();
    it.model.reset();
    it.model = it.fixture.open();
  }
  EXPECT_EQ(it.shown(), (projection_contract_ground::amounts{{"a", 15}, {"b", 15}, {"c", 15}}));
}

VARVE_PROMISE(projection_contract, feeds_several_views_from_one_read) {
  for (const auto* product : {"a", "b", "a"}) it.sell(product, 1);
  it.projecting(projection_contract_ground::first{}, projection_contract_ground::beside{}).poll();
  EXPECT_EQ(it.shown(), (projection_contract_ground::amounts{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(it.shown("amounts_too"), it.shown());
}

VARVE_PROMISE(projection_contract, stops_at_an_event_that_it_cannot_handle_and_keeps_what_stands_before) {
  it.sell("a", 1);
  it.sell("b", -1);
  it.sell("c", 1);
  EXPECT_THROW(it.projecting(projection_contract_ground::first{}).poll(), failure);
  EXPECT_EQ(it.shown(), (projection_contract_ground::amounts{{"a", 1}}));
  const auto saved = it.model->begin_read()->find({"amounts", 1});
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->position, position{1});
}

VARVE_PROMISE(projection_contract, lets_two_runners_take_turns_without_counting_twice) {
  auto one = it.projecting(projection_contract_ground::first{});
  auto other = it.projecting(projection_contract_ground::first{});
  for (int turn = 0; turn < 3; ++turn) {
    it.sell("a", 1);
    one.poll();
    it.sell("a", 1);
    other.poll();
  }
  EXPECT_EQ(it.shown().at("a"), 6);
}

VARVE_PROMISE(projection_contract, rebuilds_beside_the_live_view_and_switches) {
  for (const auto* product : {"a", "b", "a"}) it.sell(product, 1);
  it.projecting(projection_contract_ground::first{}).poll();
  auto next = it.projecting(projection_contract_ground::second{});
  projection_contract_ground::amounts meanwhile;
  next.rebuild([&](const rebuild_progress&) {
    if (meanwhile.empty()) meanwhile = it.shown();
  });
  EXPECT_EQ(meanwhile, (projection_contract_ground::amounts{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(it.shown(), (projection_contract_ground::amounts{{"a", 4}, {"b", 2}}));
  const auto status = next.status()->at(0);
  EXPECT_EQ(status.live, 2);
  EXPECT_EQ(status.previous, 1);
  EXPECT_EQ(status.version, 2);
}

VARVE_PROMISE(projection_contract, catches_the_previous_view_up_before_it_goes_back_to_it) {
  it.sell("a", 1);
  auto before = it.projecting(projection_contract_ground::first{});
  before.poll();
  auto next = it.projecting(projection_contract_ground::second{});
  next.rebuild();
  it.sell("a", 1);
  next.poll();
  EXPECT_EQ(it.shown().at("a"), 4);
  before.roll_back();
  EXPECT_EQ(it.shown().at("a"), 2);
}

VARVE_PROMISE(projection_contract, never_lets_older_code_replace_newer) {
  it.sell("a", 1);
  it.projecting(projection_contract_ground::second{}).poll();
  auto older = it.projecting(projection_contract_ground::first{});
  EXPECT_THROW(older.poll(), failure);
  EXPECT_THROW(older.rebuild(), failure);
  EXPECT_EQ(it.shown().at("a"), 2);
}

VARVE_PROMISE(projection_contract, lets_a_caller_wait_for_what_it_wrote) {
  auto views = it.projecting(projection_contract_ground::first{}, projection_contract_ground::beside{});
  const std::jthread live{[&](std::stop_token stop) { views.run(std::move(stop)); }};
  for (int i = 1; i <= 5; ++i) {
    const token written = it.sell("a", 1);
    ASSERT_TRUE(views.wait_for(written, std::chrono::seconds{20}));
    EXPECT_EQ(it.shown().at("a"), i);
    EXPECT_EQ(it.shown("amounts_too").at("a"), i);
  }
}

VARVE_PROMISE(projection_contract, reads_a_view_from_memory_and_goes_on_from_its_snapshot) {
  using in_memory = memory_view<projection_contract_ground::first>;
  it.sell("a", 1);
  it.sell("b", 2);
  {
    in_memory rows;
    EXPECT_EQ(rows.find("a"), std::nullopt);
    it.projecting(rows).poll();
    EXPECT_EQ(rows.find("a")->amount, 1);
    EXPECT_EQ(rows.find("c"), std::nullopt);
  }
  it.model.reset();
  it.model = it.fixture.open();
  in_memory rows;
  auto views = it.projecting(rows);
  views.poll();  // to which nothing is new
  EXPECT_EQ(rows.at(), position{2});
  EXPECT_EQ(rows.find("b")->amount, 2);
  it.sell("b", 3);
  views.poll();
  EXPECT_EQ(rows.find("b")->amount, 5);
  EXPECT_EQ(rows.at(), position{3});
  EXPECT_EQ(it.shown(), (projection_contract_ground::amounts{{"a", 1}, {"b", 5}}));
}

VARVE_PROMISE(projection_contract, reads_from_memory_what_another_runner_wrote_when_it_takes_over_again) {
  using in_memory = memory_view<projection_contract_ground::first>;
  in_memory mine, others;
  auto one = it.projecting(mine);
  auto other = it.projecting(others);
  for (int turn = 1; turn <= 3; ++turn) {
    it.sell("a", 1);
    one.poll();
    EXPECT_EQ(mine.find("a")->amount, 2 * turn - 1);
    it.sell("a", 1);
    other.poll();
    EXPECT_EQ(others.find("a")->amount, 2 * turn);
    EXPECT_EQ(it.shown(), (projection_contract_ground::amounts{{"a", 2 * turn}}));
  }
}

VARVE_PROMISE(projection_contract, reads_a_rebuilt_view_from_memory_once_it_polls) {
  it.sell("a", 1);
  it.projecting(projection_contract_ground::first{}).poll();
  memory_view<projection_contract_ground::second> rows;
  auto next = it.projecting(rows);
  next.rebuild();
  next.poll();
  EXPECT_EQ(rows.find("a")->amount, 2);
}

VARVE_PROMISE(projection_contract, says_how_far_it_is_behind) {
  it.sell("a", 1);
  auto views = it.projecting(projection_contract_ground::first{});
  views.poll();
  it.sell("a", 1);
  const auto status = views.status()->at(0);
  EXPECT_EQ(status.at.position, position{1});
  EXPECT_EQ(status.lag, 1);
  EXPECT_EQ(status_of(it.fixture.log(), *it.model)->at(0).lag, 1);
}

}  // namespace

suite<read_model_fixture> projection_contract() {
  return {"projection_contract",
          real,
          {VARVE_PROMISED(projection_contract, folds_every_event_exactly_once_over_many_lives),
           VARVE_PROMISED(projection_contract, feeds_several_views_from_one_read),
           VARVE_PROMISED(projection_contract,
                          stops_at_an_event_that_it_cannot_handle_and_keeps_what_stands_before),
           VARVE_PROMISED(projection_contract, lets_two_runners_take_turns_without_counting_twice),
           VARVE_PROMISED(projection_contract, rebuilds_beside_the_live_view_and_switches),
           VARVE_PROMISED(projection_contract, catches_the_previous_view_up_before_it_goes_back_to_it),
           VARVE_PROMISED(projection_contract, never_lets_older_code_replace_newer),
           VARVE_PROMISED(projection_contract, lets_a_caller_wait_for_what_it_wrote),
           VARVE_PROMISED(projection_contract, reads_a_view_from_memory_and_goes_on_from_its_snapshot),
           VARVE_PROMISED(projection_contract,
                          reads_from_memory_what_another_runner_wrote_when_it_takes_over_again),
           VARVE_PROMISED(projection_contract, reads_a_rebuilt_view_from_memory_once_it_polls),
           VARVE_PROMISED(projection_contract, says_how_far_it_is_behind)}};
}

}  // namespace varve::contract

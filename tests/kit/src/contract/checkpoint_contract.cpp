#include <varve/contract/consumer_contract.hpp>
#include <varve/testing/seeded_random.hpp>

#include "promise.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {
namespace {

/// What its tests are told with.
struct checkpoint_contract_ground {
  checkpoint_contract_ground(world&, consumer_fixture& given) : fixture(given) {}

  /// Some place in some log.
  checkpoint at(std::int64_t where, std::int64_t version) {
    return {epoch::random(random), position{where}, event_id{epoch::random(random).value}, version};
  }

  /// The first slices of its ranges.
  std::vector<std::int64_t> firsts() {
    std::vector<std::int64_t> slices;
    for (const auto& each : places->list("sales", 0).value()) slices.push_back(each.slice);
    return slices;
  }

  testing::seeded_random random{20'261'121};
  consumer_fixture& fixture;
  std::unique_ptr<checkpoint_store> places = fixture.open();
  const checkpoint_key sales{"sales"};
};

VARVE_PROMISE(checkpoint_contract, begins_before_the_first_event_under_version_one) {
  EXPECT_EQ(it.places->load(it.sales).value(), std::nullopt);
  const auto taken = it.places->take_over(it.sales);
  ASSERT_TRUE(taken);
  EXPECT_EQ(*taken, (checkpoint{{}, position{0}, {}, 1}));
  EXPECT_EQ(it.places->load(it.sales).value(), *taken);
}

VARVE_PROMISE(checkpoint_contract, raises_the_version_at_each_take_over) {
  for (std::int64_t version = 1; version <= 3; ++version) {
    EXPECT_EQ(it.places->take_over(it.sales).value().version, version);
  }
}

VARVE_PROMISE(checkpoint_contract, keeps_epoch_position_and_event_under_the_version_of_who_saved) {
  const auto mine = it.places->take_over(it.sales).value();
  const auto next = it.at(120, mine.version);
  ASSERT_TRUE(it.places->save(it.sales, mine, next));
  EXPECT_EQ(it.places->load(it.sales).value(), next);
  auto later = it.at(std::int64_t{1} << 40, mine.version);
  ASSERT_TRUE(it.places->save(it.sales, next, later));
  ++later.version;
  EXPECT_EQ(it.places->take_over(it.sales).value(), later);
}

VARVE_PROMISE(checkpoint_contract, keeps_it_when_it_is_opened_again) {
  const auto mine = it.places->take_over(it.sales).value();
  const auto next = it.at(7, mine.version);
  ASSERT_TRUE(it.places->save(it.sales, mine, next));
  it.places.reset();
  it.places = it.fixture.open();
  EXPECT_EQ(it.places->load(it.sales).value(), next);
  EXPECT_EQ(it.places->take_over(it.sales).value().version, 2);
}

VARVE_PROMISE(checkpoint_contract, refuses_to_save_for_one_that_was_overtaken) {
  const auto late = it.places->take_over(it.sales).value();
  const auto mine = it.places->take_over(it.sales).value();
  ASSERT_EQ(mine.version, 2);
  const auto saved = it.places->save(it.sales, late, it.at(5, late.version));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, errc::fenced);
  EXPECT_NE(saved.error().message.find("sales"), std::string::npos);
  EXPECT_EQ(it.places->load(it.sales).value(), mine);
}

VARVE_PROMISE(checkpoint_contract, refuses_to_save_from_a_place_that_is_not_the_one_kept) {
  const auto mine = it.places->take_over(it.sales).value();
  const auto next = it.at(5, mine.version);
  ASSERT_TRUE(it.places->save(it.sales, mine, next));
  EXPECT_EQ(code_of(it.places->save(it.sales, mine, it.at(9, mine.version))), errc::fenced);
  EXPECT_EQ(it.places->load(it.sales).value(), next);
}

VARVE_PROMISE(checkpoint_contract, refuses_to_save_for_one_that_never_took_over) {
  EXPECT_EQ(code_of(it.places->save(it.sales, {}, it.at(5, 0))), errc::fenced);
  EXPECT_EQ(it.places->load(it.sales).value(), std::nullopt);
  EXPECT_EQ(it.places->take_over(it.sales).value().version, 1);
}

VARVE_PROMISE(checkpoint_contract, keeps_consumers_generations_and_slices_apart) {
  const std::vector<checkpoint_key> keys{{"sales"}, {"sale"}, {"sales", 1}, {"sales", 2}, {"sales", 1, 1}};
  std::vector<checkpoint> saved;
  for (const auto& key : keys) {
    const auto mine = it.places->take_over(key).value();
    ASSERT_EQ(mine.version, 1) << key.consumer << key.generation << key.slice;
    saved.push_back(it.at(static_cast<std::int64_t>(saved.size()) + 1, mine.version));
    ASSERT_TRUE(it.places->save(key, mine, saved.back()));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(it.places->load(keys[i]).value(), saved[i]);
}

VARVE_PROMISE(checkpoint_contract, is_one_range_until_it_is_cut) {
  EXPECT_TRUE(it.places->list("sales", 0).value().empty());
  const auto mine = it.places->take_over(it.sales).value();
  EXPECT_THAT(it.places->list("sales", 0).value(), ::testing::ElementsAre(slice_checkpoint{0, mine}));
}

VARVE_PROMISE(checkpoint_contract, is_cut_into_ranges_that_begin_where_the_whole_stood) {
  const auto mine = it.places->take_over(it.sales).value();
  const auto next = it.at(7, mine.version);
  ASSERT_TRUE(it.places->save(it.sales, mine, next));
  ASSERT_TRUE(it.places->cut("sales", 0, 4));
  EXPECT_EQ(it.firsts(), (std::vector<std::int64_t>{0, 256, 512, 768}));
  for (const auto& each : it.places->list("sales", 0).value()) {
    EXPECT_EQ(each.place.place(), next.place());
    EXPECT_EQ(each.place.id, next.id);
  }
}

VARVE_PROMISE(checkpoint_contract, is_cut_before_anybody_took_over) {
  ASSERT_TRUE(it.places->cut("sales", 0, 2));
  EXPECT_EQ(it.firsts(), (std::vector<std::int64_t>{0, 512}));
  EXPECT_EQ(it.places->take_over({"sales", 0, 512}).value().position, position{});
}

VARVE_PROMISE(checkpoint_contract, fences_who_worked_on_what_is_cut) {
  const auto mine = it.places->take_over(it.sales).value();
  ASSERT_TRUE(it.places->cut("sales", 0, 2));
  EXPECT_EQ(code_of(it.places->save(it.sales, mine, it.at(7, mine.version))), errc::fenced);
  EXPECT_EQ(it.firsts(), (std::vector<std::int64_t>{0, 512}));
}

VARVE_PROMISE(checkpoint_contract, leaves_what_is_cut_as_finely_already) {
  ASSERT_TRUE(it.places->cut("sales", 0, 8));
  const auto mine = it.places->take_over({"sales", 0, 128}).value();
  ASSERT_TRUE(it.places->cut("sales", 0, 4));
  ASSERT_TRUE(it.places->cut("sales", 0, 8));
  EXPECT_EQ(it.firsts().size(), 8U);
  EXPECT_TRUE(it.places->save({"sales", 0, 128}, mine, it.at(7, mine.version)));
  EXPECT_EQ(it.places->load({"sales", 0, 128}).value().value().position, position{7});
}

VARVE_PROMISE(checkpoint_contract, lets_each_range_go_its_own_way_also_when_it_is_cut_again) {
  ASSERT_TRUE(it.places->cut("sales", 0, 2));
  const auto mine = it.places->take_over({"sales", 0, 512}).value();
  ASSERT_TRUE(it.places->save({"sales", 0, 512}, mine, it.at(7, mine.version)));
  ASSERT_TRUE(it.places->cut("sales", 0, 1024));
  const auto all = it.places->list("sales", 0).value();
  ASSERT_EQ(all.size(), 1024U);
  EXPECT_EQ(all[511].place.position, position{0});
  EXPECT_EQ(all[512].place.position, position{7});
  EXPECT_EQ(all[1023].place.position, position{7});
}

VARVE_PROMISE(checkpoint_contract, refuses_a_cut_that_is_no_power_of_two) {
  ASSERT_TRUE(it.places->cut("sales", 0, 1));
  EXPECT_EQ(it.firsts().size(), 1U);
  for (const std::int64_t parts : {0, 3, 2048, -1})
    EXPECT_EQ(code_of(it.places->cut("sales", 0, parts)), errc::invalid_argument) << parts;
}

VARVE_PROMISE(checkpoint_contract, lets_one_of_those_who_race_from_a_place_win) {
  auto from = it.places->take_over(it.sales).value();
  for (int round = 1; round <= 20; ++round) {
    std::vector<checkpoint> wanted;
    for (int i = 0; i < 4; ++i) wanted.push_back(it.at(round * 10 + i, from.version));
    std::atomic<int> winner{-1};
    std::atomic<int> won{0};
    {
      std::vector<std::jthread> racers;
      for (int i = 0; i < 4; ++i) {
        racers.emplace_back([&, i] {
          if (!it.places->save(it.sales, from, wanted[static_cast<std::size_t>(i)])) return;
          ++won;
          winner = i;
        });
      }
    }
    ASSERT_EQ(won, 1);
    from = it.places->load(it.sales).value().value();
    EXPECT_EQ(from, wanted[static_cast<std::size_t>(winner)]);
  }
}

VARVE_PROMISE(checkpoint_contract, gives_each_of_those_who_take_over_at_once_a_version_of_its_own) {
  std::vector<std::int64_t> versions(16);
  {
    std::vector<std::jthread> racers;
    for (std::size_t i = 0; i < 4; ++i) {
      racers.emplace_back([&, i] {
        const auto places = it.fixture.open();
        for (std::size_t n = 0; n < 4; ++n) versions[i * 4 + n] = places->take_over(it.sales).value().version;
      });
    }
  }
  EXPECT_EQ((std::set<std::int64_t>{versions.begin(), versions.end()}.size()), 16U);
  EXPECT_EQ(it.places->load(it.sales).value().value().version, 16);
}

}  // namespace

suite<consumer_fixture> checkpoint_contract() {
  return {
      "checkpoint_contract",
      real,
      {VARVE_PROMISED(checkpoint_contract, begins_before_the_first_event_under_version_one),
       VARVE_PROMISED(checkpoint_contract, raises_the_version_at_each_take_over),
       VARVE_PROMISED(checkpoint_contract, keeps_epoch_position_and_event_under_the_version_of_who_saved),
       VARVE_PROMISED(checkpoint_contract, keeps_it_when_it_is_opened_again),
       VARVE_PROMISED(checkpoint_contract, refuses_to_save_for_one_that_was_overtaken),
       VARVE_PROMISED(checkpoint_contract, refuses_to_save_from_a_place_that_is_not_the_one_kept),
       VARVE_PROMISED(checkpoint_contract, refuses_to_save_for_one_that_never_took_over),
       VARVE_PROMISED(checkpoint_contract, keeps_consumers_generations_and_slices_apart),
       VARVE_PROMISED(checkpoint_contract, is_one_range_until_it_is_cut),
       VARVE_PROMISED(checkpoint_contract, is_cut_into_ranges_that_begin_where_the_whole_stood),
       VARVE_PROMISED(checkpoint_contract, is_cut_before_anybody_took_over),
       VARVE_PROMISED(checkpoint_contract, fences_who_worked_on_what_is_cut),
       VARVE_PROMISED(checkpoint_contract, leaves_what_is_cut_as_finely_already),
       VARVE_PROMISED(checkpoint_contract, lets_each_range_go_its_own_way_also_when_it_is_cut_again),
       VARVE_PROMISED(checkpoint_contract, refuses_a_cut_that_is_no_power_of_two),
       VARVE_PROMISED(checkpoint_contract, lets_one_of_those_who_race_from_a_place_win),
       VARVE_PROMISED(checkpoint_contract, gives_each_of_those_who_take_over_at_once_a_version_of_its_own)}};
}

}  // namespace varve::contract

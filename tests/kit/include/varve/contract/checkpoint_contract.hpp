#pragma once

#include <varve/contract/consumer_fixture.hpp>
#include <varve/testing/seeded_random.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {

/// What every place for checkpoints promises: the fence that lets one consumer at a time go on.
template<class Fixture>
class checkpoint_contract : public ::testing::Test {
 protected:
  /// Some place in some log.
  checkpoint at(std::int64_t where, std::int64_t version) {
    return {epoch::random(random_), position{where}, event_id{epoch::random(random_).value}, version};
  }

  /// The first slices of its ranges.
  std::vector<std::int64_t> firsts() {
    std::vector<std::int64_t> slices;
    for (const auto& each : places_->list("sales", 0).value()) slices.push_back(each.slice);
    return slices;
  }

  testing::seeded_random random_{20'261'121};
  Fixture fixture_{environment{}};
  std::unique_ptr<checkpoint_store> places_ = fixture_.open();
  const checkpoint_key sales_{"sales"};
};
TYPED_TEST_SUITE_P(checkpoint_contract);

TYPED_TEST_P(checkpoint_contract, begins_before_the_first_event_under_version_one) {
  EXPECT_EQ(this->places_->load(this->sales_).value(), std::nullopt);
  const auto taken = this->places_->take_over(this->sales_);
  ASSERT_TRUE(taken);
  EXPECT_EQ(*taken, (checkpoint{{}, position{0}, {}, 1}));
  EXPECT_EQ(this->places_->load(this->sales_).value(), *taken);
}

TYPED_TEST_P(checkpoint_contract, raises_the_version_at_each_take_over) {
  for (std::int64_t version = 1; version <= 3; ++version) {
    EXPECT_EQ(this->places_->take_over(this->sales_).value().version, version);
  }
}

TYPED_TEST_P(checkpoint_contract, keeps_epoch_position_and_event_under_the_version_of_who_saved) {
  const auto mine = this->places_->take_over(this->sales_).value();
  const auto next = this->at(120, mine.version);
  ASSERT_TRUE(this->places_->save(this->sales_, mine, next));
  EXPECT_EQ(this->places_->load(this->sales_).value(), next);
  auto later = this->at(std::int64_t{1} << 40, mine.version);
  ASSERT_TRUE(this->places_->save(this->sales_, next, later));
  ++later.version;
  EXPECT_EQ(this->places_->take_over(this->sales_).value(), later);
}

TYPED_TEST_P(checkpoint_contract, keeps_it_when_it_is_opened_again) {
  const auto mine = this->places_->take_over(this->sales_).value();
  const auto next = this->at(7, mine.version);
  ASSERT_TRUE(this->places_->save(this->sales_, mine, next));
  this->places_.reset();
  this->places_ = this->fixture_.open();
  EXPECT_EQ(this->places_->load(this->sales_).value(), next);
  EXPECT_EQ(this->places_->take_over(this->sales_).value().version, 2);
}

TYPED_TEST_P(checkpoint_contract, refuses_to_save_for_one_that_was_overtaken) {
  const auto late = this->places_->take_over(this->sales_).value();
  const auto mine = this->places_->take_over(this->sales_).value();
  ASSERT_EQ(mine.version, 2);
  const auto saved = this->places_->save(this->sales_, late, this->at(5, late.version));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, errc::fenced);
  EXPECT_NE(saved.error().message.find("sales"), std::string::npos);
  EXPECT_EQ(this->places_->load(this->sales_).value(), mine);
}

TYPED_TEST_P(checkpoint_contract, refuses_to_save_from_a_place_that_is_not_the_one_kept) {
  const auto mine = this->places_->take_over(this->sales_).value();
  const auto next = this->at(5, mine.version);
  ASSERT_TRUE(this->places_->save(this->sales_, mine, next));
  EXPECT_EQ(code_of(this->places_->save(this->sales_, mine, this->at(9, mine.version))), errc::fenced);
  EXPECT_EQ(this->places_->load(this->sales_).value(), next);
}

TYPED_TEST_P(checkpoint_contract, refuses_to_save_for_one_that_never_took_over) {
  EXPECT_EQ(code_of(this->places_->save(this->sales_, {}, this->at(5, 0))), errc::fenced);
  EXPECT_EQ(this->places_->load(this->sales_).value(), std::nullopt);
  EXPECT_EQ(this->places_->take_over(this->sales_).value().version, 1);
}

TYPED_TEST_P(checkpoint_contract, keeps_consumers_generations_and_slices_apart) {
  const std::vector<checkpoint_key> keys{{"sales"}, {"sale"}, {"sales", 1}, {"sales", 2}, {"sales", 1, 1}};
  std::vector<checkpoint> saved;
  for (const auto& key : keys) {
    const auto mine = this->places_->take_over(key).value();
    ASSERT_EQ(mine.version, 1) << key.consumer << key.generation << key.slice;
    saved.push_back(this->at(static_cast<std::int64_t>(saved.size()) + 1, mine.version));
    ASSERT_TRUE(this->places_->save(key, mine, saved.back()));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(this->places_->load(keys[i]).value(), saved[i]);
}

TYPED_TEST_P(checkpoint_contract, is_one_range_until_it_is_cut) {
  EXPECT_TRUE(this->places_->list("sales", 0).value().empty());
  const auto mine = this->places_->take_over(this->sales_).value();
  EXPECT_THAT(this->places_->list("sales", 0).value(), ::testing::ElementsAre(slice_checkpoint{0, mine}));
}

TYPED_TEST_P(checkpoint_contract, is_cut_into_ranges_that_begin_where_the_whole_stood) {
  const auto mine = this->places_->take_over(this->sales_).value();
  const auto next = this->at(7, mine.version);
  ASSERT_TRUE(this->places_->save(this->sales_, mine, next));
  ASSERT_TRUE(this->places_->cut("sales", 0, 4));
  EXPECT_EQ(this->firsts(), (std::vector<std::int64_t>{0, 256, 512, 768}));
  for (const auto& each : this->places_->list("sales", 0).value()) {
    EXPECT_EQ(each.place.place(), next.place());
    EXPECT_EQ(each.place.id, next.id);
  }
}

TYPED_TEST_P(checkpoint_contract, is_cut_before_anybody_took_over) {
  ASSERT_TRUE(this->places_->cut("sales", 0, 2));
  EXPECT_EQ(this->firsts(), (std::vector<std::int64_t>{0, 512}));
  EXPECT_EQ(this->places_->take_over({"sales", 0, 512}).value().position, position{});
}

TYPED_TEST_P(checkpoint_contract, fences_who_worked_on_what_is_cut) {
  const auto mine = this->places_->take_over(this->sales_).value();
  ASSERT_TRUE(this->places_->cut("sales", 0, 2));
  EXPECT_EQ(code_of(this->places_->save(this->sales_, mine, this->at(7, mine.version))), errc::fenced);
  EXPECT_EQ(this->firsts(), (std::vector<std::int64_t>{0, 512}));
}

TYPED_TEST_P(checkpoint_contract, leaves_what_is_cut_as_finely_already) {
  ASSERT_TRUE(this->places_->cut("sales", 0, 8));
  const auto mine = this->places_->take_over({"sales", 0, 128}).value();
  ASSERT_TRUE(this->places_->cut("sales", 0, 4));
  ASSERT_TRUE(this->places_->cut("sales", 0, 8));
  EXPECT_EQ(this->firsts().size(), 8U);
  EXPECT_TRUE(this->places_->save({"sales", 0, 128}, mine, this->at(7, mine.version)));
  EXPECT_EQ(this->places_->load({"sales", 0, 128}).value().value().position, position{7});
}

TYPED_TEST_P(checkpoint_contract, lets_each_range_go_its_own_way_also_when_it_is_cut_again) {
  ASSERT_TRUE(this->places_->cut("sales", 0, 2));
  const auto mine = this->places_->take_over({"sales", 0, 512}).value();
  ASSERT_TRUE(this->places_->save({"sales", 0, 512}, mine, this->at(7, mine.version)));
  ASSERT_TRUE(this->places_->cut("sales", 0, 1024));
  const auto all = this->places_->list("sales", 0).value();
  ASSERT_EQ(all.size(), 1024U);
  EXPECT_EQ(all[511].place.position, position{0});
  EXPECT_EQ(all[512].place.position, position{7});
  EXPECT_EQ(all[1023].place.position, position{7});
}

TYPED_TEST_P(checkpoint_contract, refuses_a_cut_that_is_no_power_of_two) {
  ASSERT_TRUE(this->places_->cut("sales", 0, 1));
  EXPECT_EQ(this->firsts().size(), 1U);
  for (const std::int64_t parts : {0, 3, 2048, -1})
    EXPECT_EQ(code_of(this->places_->cut("sales", 0, parts)), errc::invalid_argument) << parts;
}

TYPED_TEST_P(checkpoint_contract, lets_one_of_those_who_race_from_a_place_win) {
  auto from = this->places_->take_over(this->sales_).value();
  for (int round = 1; round <= 20; ++round) {
    std::vector<checkpoint> wanted;
    for (int i = 0; i < 4; ++i) wanted.push_back(this->at(round * 10 + i, from.version));
    std::atomic<int> winner{-1};
    std::atomic<int> won{0};
    {
      std::vector<std::jthread> racers;
      for (int i = 0; i < 4; ++i) {
        racers.emplace_back([&, i] {
          if (!this->places_->save(this->sales_, from, wanted[static_cast<std::size_t>(i)])) return;
          ++won;
          winner = i;
        });
      }
    }
    ASSERT_EQ(won, 1);
    from = this->places_->load(this->sales_).value().value();
    EXPECT_EQ(from, wanted[static_cast<std::size_t>(winner)]);
  }
}

TYPED_TEST_P(checkpoint_contract, gives_each_of_those_who_take_over_at_once_a_version_of_its_own) {
  std::vector<std::int64_t> versions(16);
  {
    std::vector<std::jthread> racers;
    for (std::size_t i = 0; i < 4; ++i) {
      racers.emplace_back([&, i] {
        const auto places = this->fixture_.open();
        for (std::size_t n = 0; n < 4; ++n)
          versions[i * 4 + n] = places->take_over(this->sales_).value().version;
      });
    }
  }
  EXPECT_EQ((std::set<std::int64_t>{versions.begin(), versions.end()}.size()), 16U);
  EXPECT_EQ(this->places_->load(this->sales_).value().value().version, 16);
}

REGISTER_TYPED_TEST_SUITE_P(
    checkpoint_contract, begins_before_the_first_event_under_version_one,
    raises_the_version_at_each_take_over, keeps_epoch_position_and_event_under_the_version_of_who_saved,
    keeps_it_when_it_is_opened_again, refuses_to_save_for_one_that_was_overtaken,
    refuses_to_save_from_a_place_that_is_not_the_one_kept, refuses_to_save_for_one_that_never_took_over,
    keeps_consumers_generations_and_slices_apart, is_one_range_until_it_is_cut,
    is_cut_into_ranges_that_begin_where_the_whole_stood, is_cut_before_anybody_took_over,
    fences_who_worked_on_what_is_cut, leaves_what_is_cut_as_finely_already,
    lets_each_range_go_its_own_way_also_when_it_is_cut_again, refuses_a_cut_that_is_no_power_of_two,
    lets_one_of_those_who_race_from_a_place_win,
    gives_each_of_those_who_take_over_at_once_a_version_of_its_own);

}  // namespace varve::contract

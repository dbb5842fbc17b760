#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

namespace tokens {

/// What read, wait and a condition say to a token: three times the same word, or all of them.
std::string judged(subject& log, const token& place) {
  const std::string read = name_of(log->read_log(place, {}, {}));
  const std::string waited = name_of(log->wait(place, log.time().steady()));
  std::string condition = name_of(log.append(with_condition({}, of({"nothing"}), place)));
  if (condition == "appended") condition = "success";
  return read == waited && read == condition ? read : read + ", " + waited + ", " + condition;
}

}  // namespace tokens

VARVE_CONTRACT(token_contract, every_place_that_leaves_the_log_carries_its_epoch) {
  const appended out = log.write("a", 2);
  ASSERT_EQ(log.places().size(), 2U);
  const epoch ours = log.head().epoch;
  EXPECT_TRUE(ours.stated());
  EXPECT_EQ(out.token, (token{ours, position{2}}));
  EXPECT_EQ(log->read_log(token::start(), {}, {}).value().head(), (token{ours, position{2}}));
  EXPECT_EQ(log->read_stream("a", {}, {}, {}).value().head(), (token{ours, position{2}}));
  EXPECT_EQ(log->wait(token::start(), never).value(), (token{ours, position{2}}));
  EXPECT_EQ(log->info().value().epoch, ours);
}

VARVE_CONTRACT(token_contract, the_epoch_stays_when_the_log_is_opened_again) {
  log.write("a");
  const token before = log.head();
  log.reopen();
  EXPECT_EQ(log.head(), before);
  EXPECT_EQ(log.places(), list{"1:a@0"});
  EXPECT_TRUE(log->info().value().ancestors.empty());
}

VARVE_CONTRACT(token_contract, a_place_of_this_epoch_up_to_the_head_is_good) {
  log.write("a", 3);
  ASSERT_EQ(log.places().size(), 3U);
  const epoch ours = log.head().epoch;
  for (std::int64_t place = 0; place <= 3; ++place)
    EXPECT_EQ(tokens::judged(log, {ours, position{place}}), "success") << place;
  EXPECT_EQ(tokens::judged(log, {ours, position{4}}), "wrong_epoch") << "this log never gave it out";
}

VARVE_CONTRACT(token_contract, a_place_of_a_strangers_epoch_is_refused) {
  log.write("a", 3);
  ASSERT_EQ(log.places().size(), 3U);
  const epoch stranger{uuid{{1, 2, 3}}};
  EXPECT_EQ(tokens::judged(log, {stranger, position{0}}), "wrong_epoch");
  EXPECT_EQ(tokens::judged(log, {stranger, position{2}}), "wrong_epoch");
  log.refuses(with_condition(to("b"), of({"nothing"}), {stranger, position{2}}), errc::wrong_epoch);
  EXPECT_EQ(name_of(log->read_log({stranger, position{2}}, {}, {.direction = direction::backward})),
            "wrong_epoch");
}

VARVE_CONTRACT(token_contract, a_place_without_an_epoch_is_taken_unchecked) {
  log.write("a", 3);
  ASSERT_EQ(log.places().size(), 3U);
  EXPECT_EQ(tokens::judged(log, {{}, position{2}}), "success");
  EXPECT_EQ(name_of(log->read_log({{}, position{1000}}, {}, {})), "success");
  log.good(with_condition({}, of({"nothing"}), {{}, position{1000}}));
}

VARVE_CONTRACT(token_contract, a_new_epoch_remembers_where_it_began) {
  log.write("a", 2);
  const auto events = log.events();
  ASSERT_EQ(events.size(), 2U);
  const token before = log.head();
  log.begin_epoch("move");
  const log_info info = log->info().value();
  EXPECT_NE(info.epoch, before.epoch);
  EXPECT_EQ(info.head, (token{info.epoch, position{2}}));
  EXPECT_EQ(info.ancestors, (std::vector<ancestor>{{before.epoch, position{2}, events.back().id, "move"}}));
  EXPECT_EQ(log.events(), events);
  log.write("a");
  EXPECT_EQ(last_of(log.places()), "3:a@2");
}

VARVE_CONTRACT(token_contract, a_place_of_an_ancestor_is_good_up_to_where_the_next_life_began) {
  log.write("a", 2);
  const epoch first = log.head().epoch;
  log.begin_epoch("move");
  log.write("a", 2);
  ASSERT_EQ(log.places().size(), 4U);
  EXPECT_EQ(tokens::judged(log, {first, position{0}}), "success");
  EXPECT_EQ(tokens::judged(log, {first, position{2}}), "success");
  EXPECT_EQ(tokens::judged(log, {first, position{3}}), "wrong_epoch");
  EXPECT_EQ(places_of(log->read_log({first, position{1}}, {}, {}).value()),
            (list{"2:a@1", "3:a@2", "4:a@3"}));
}

VARVE_CONTRACT(token_contract, a_log_keeps_all_its_ancestors) {
  log.write("a", 2);
  const epoch first = log.head().epoch;
  log.begin_epoch("restore");
  log.write("a", 3);
  const epoch second = log.head().epoch;
  log.begin_epoch("failover");
  log.write("a", 1);
  ASSERT_EQ(log.places().size(), 6U);
  const auto ancestors = log->info().value().ancestors;
  ASSERT_EQ(ancestors.size(), 2U);
  EXPECT_EQ(ancestors[0].epoch, first);
  EXPECT_EQ(ancestors[0].cause, "restore");
  EXPECT_EQ(ancestors[1].epoch, second);
  EXPECT_EQ(ancestors[1].shared, position{5});
  EXPECT_EQ(tokens::judged(log, {first, position{2}}), "success");
  EXPECT_EQ(tokens::judged(log, {first, position{3}}), "wrong_epoch");
  EXPECT_EQ(tokens::judged(log, {second, position{5}}), "success");
  EXPECT_EQ(tokens::judged(log, {second, position{6}}), "wrong_epoch");
  EXPECT_EQ(tokens::judged(log, log.head()), "success");
}

VARVE_CONTRACT(token_contract, a_new_epoch_knows_what_the_old_one_wrote) {
  log.good(to("a", {noted(1)}));
  log.good(to("closed", {noted(2)}));
  log.good(append_request::hard_delete("closed"));
  log.begin_epoch("move");
  ASSERT_EQ(log.places().size(), 3U);
  EXPECT_EQ(log.replays(to("a", {noted(1)})).token, (token{log.head().epoch, position{1}}));
  log.loses(to("a", {noted(3)}, expected::no_stream()));
  log.refuses(to("closed", {noted(3)}), errc::stream_deleted);
}

}  // namespace

suite<store_fixture> token_contract() {
  return {"token_contract",
          simulated,
          {VARVE_SHOWN(token_contract, every_place_that_leaves_the_log_carries_its_epoch),
           VARVE_SHOWN(token_contract, the_epoch_stays_when_the_log_is_opened_again),
           VARVE_SHOWN(token_contract, a_place_of_this_epoch_up_to_the_head_is_good),
           VARVE_SHOWN(token_contract, a_place_of_a_strangers_epoch_is_refused),
           VARVE_SHOWN(token_contract, a_place_without_an_epoch_is_taken_unchecked),
           VARVE_SHOWN(token_contract, a_new_epoch_remembers_where_it_began),
           VARVE_SHOWN(token_contract, a_place_of_an_ancestor_is_good_up_to_where_the_next_life_began),
           VARVE_SHOWN(token_contract, a_log_keeps_all_its_ancestors),
           VARVE_SHOWN(token_contract, a_new_epoch_knows_what_the_old_one_wrote)}};
}

}  // namespace varve::contract

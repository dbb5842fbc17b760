#include "do_nothing_store.hpp"
#include "planted_fixture.hpp"
#include "reading_plants.hpp"
#include "writing_plants.hpp"

namespace varve::contract {
namespace {

using store = std::unique_ptr<event_store>;

template<class Planted>
store planted(store inner) {
  return std::make_unique<Planted>(std::move(inner));
}

const plant all_plants[] = {
    {"no_defect", planted<testing::forwarding_store>, {}},
    {"does_nothing", [](const store&) -> store { return std::make_unique<do_nothing_store>(); }, {}},
    {"forgets_on_reopen",
     [](store inner) { return inner; },
     {"reopening_contract.holds_every_event_as_it_was",
      "idempotency_contract.a_repeat_is_known_after_the_log_was_closed_and_opened"},
     false},
    {"ignores_expected",
     planted<ignores_expected>,
     {"expectation_contract.a_revision_holds_only_when_it_is_the_last",
      "concurrency_contract.of_racers_on_one_stream_one_wins_each_round"}},
    {"ignores_checks",
     planted<ignores_checks>,
     {"check_contract.a_check_that_fails_is_a_conflict_and_nothing_is_written"}},
    {"ignores_the_condition",
     planted<ignores_the_condition>,
     {"condition_contract.names_the_position_of_an_event_that_matches",
      "concurrency_contract.of_racers_on_one_condition_one_wins_each_round"}},
    {"compares_repeats_by_id_only",
     planted<compares_repeats_by_id_only>,
     {"idempotency_contract.the_same_id_with_another_content_is_a_mismatch"}},
    {"splits_a_commit",
     planted<splits_a_commit>,
     {"append_contract.gives_every_event_the_position_of_its_commits_first",
      "concurrency_contract.commits_of_racing_writers_are_never_mixed"}},
    {"gives_positions_with_a_gap",
     planted<gives_positions_with_a_gap>,
     {"append_contract.gives_positions_from_one_without_a_gap"}},
    {"lets_reserved_events_through_a_filter",
     planted<lets_reserved_events_through_a_filter>,
     {"filter_contract.reserved_events_do_not_pass_a_filter_that_does_not_name_them"}},
    {"shows_hidden_events",
     planted<shows_hidden_events>,
     {"deletion_contract.after_a_soft_delete_a_stream_reads_as_empty"}},
    {"ends_pages_inside_commits",
     planted<ends_pages_inside_commits>,
     {"log_reading_contract.whole_commits_end_a_page_with_a_commit"}},
    {"takes_any_epoch", planted<takes_any_epoch>, {"token_contract.a_place_of_a_strangers_epoch_is_refused"}},
};

}  // namespace

std::span<const plant> plants() {
  return all_plants;
}

const plant*& chosen() {
  static const plant* one = nullptr;
  return one;
}

}  // namespace varve::contract

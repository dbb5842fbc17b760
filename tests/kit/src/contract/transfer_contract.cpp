#include <varve/contract/transfer_contract.hpp>
#include <varve/contract/transfers.hpp>
#include <varve/eventstore/memory_store.hpp>

#include "promise.hpp"

#include <memory>
#include <string>

namespace varve::contract {
namespace {

VARVE_CONTRACT(transfer_contract, an_export_goes_through_another_store_and_back_byte_by_byte) {
  transfers::fill(log.store());
  ASSERT_GT(log.places().size(), 10U);
  const list lines = transfers::export_lines(log.store());
  const auto there = transfers::other(log);
  transfers::import_lines(*there, lines).value();
  const list moved = transfers::export_lines(*there);
  EXPECT_EQ(transfers::without_header(moved), transfers::without_header(lines));
  EXPECT_NE(moved[0].find("\"cause\":\"move\""), std::string::npos);
}

VARVE_CONTRACT(transfer_contract, an_import_keeps_every_event_as_it_was) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  const auto done = transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  const auto events = transfers::events_of(*source);
  EXPECT_EQ(done.events, static_cast<std::int64_t>(events.size()));
  EXPECT_EQ(done.known, 0);
  EXPECT_EQ(log.events(), events);
  log.reopen();
  EXPECT_EQ(log.events(), events);
  EXPECT_EQ(log.stream("a"), places_of(source->read_stream("a", {}, {}, everything()).value()));
  EXPECT_EQ(log->info().value().events, source->info().value().events);
  EXPECT_EQ(log->info().value().streams, source->info().value().streams);
}

VARVE_CONTRACT(transfer_contract, an_imported_log_goes_on_as_the_source_would) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  const position head = log.head().position;
  EXPECT_EQ(log.replays(to("a", {noted(1)})).first, position{1}) << "ids are known";
  log.refuses(to("closed"), errc::stream_deleted);
  log.refuses(to("never-written"), errc::stream_deleted);
  log.loses(with_condition(to("b"), of({}, {"blue"})));
  const auto revision_there = source->read_stream("a", revision::max(), {}, {direction::backward, 1});
  EXPECT_EQ(log.good(to("a")).writes[0].first, revision_there.value().scanned_revision()->next());
  EXPECT_EQ(log.head().position, head.next());
}

VARVE_CONTRACT(transfer_contract, append_times_of_an_imported_log_never_fall) {
  const auto source = transfers::other(log);
  log.time().advance(std::chrono::hours{1});
  transfers::fill(*source);
  log.time().jump(std::chrono::hours{-1});
  transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  log.write("a");
  const auto events = log.events();
  ASSERT_GT(events.size(), 2U);
  EXPECT_GE(events.back().recorded_at, events[events.size() - 2].recorded_at);
}

VARVE_CONTRACT(transfer_contract, places_of_the_source_are_good_up_to_the_last_that_was_imported) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  const token head = source->info().value().head;
  const token before = log.head();
  transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  EXPECT_EQ(log.head(), (token{before.epoch, head.position})) << "a life of its own";
  EXPECT_EQ(log->info().value().ancestors,
            (std::vector<ancestor>{{head.epoch, head.position, log.events().back().id, "move"}}));
  EXPECT_EQ(name_of(log->read_log(head, {}, {})), "success");
  transfers::write(*source, "a");
  log.write("a");
  EXPECT_EQ(name_of(log->read_log({head.epoch, head.position.next()}, {}, {})), "wrong_epoch")
      << "the source lives on by itself";
  EXPECT_EQ(name_of(source->read_log(log.head(), {}, {})), "wrong_epoch");
}

VARVE_CONTRACT(transfer_contract, an_import_that_was_cut_off_goes_on_where_it_stopped) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  const list lines = transfers::export_lines(*source);
  const list half(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(lines.size() / 2));
  const auto cut = transfers::import_lines(log.store(), half, {.most_events = 1});
  EXPECT_EQ(name_of(cut), "invalid_argument");
  const position reached = log.head().position;
  EXPECT_GT(reached, position{0});
  EXPECT_EQ(log->info().value().ancestors.back().shared, reached);
  log.reopen();
  const auto rest = transfers::import_lines(log.store(), lines).value();
  EXPECT_EQ(rest.known, reached.value());
  EXPECT_EQ(log.events(), transfers::events_of(*source));
  EXPECT_EQ(transfers::import_lines(log.store(), lines).value().events, 0) << "once more changes nothing";
  EXPECT_EQ(log.events(), transfers::events_of(*source));
}

VARVE_CONTRACT(transfer_contract,
               a_source_that_lives_on_is_imported_again_until_the_log_has_an_event_of_its_own) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  const position first = source->info().value().head.position;
  transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  transfers::write(*source, "a", 100);
  EXPECT_EQ(transfers::import_lines(log.store(), transfers::export_lines(*source, first)).value().events, 1);
  transfers::write(*source, "a", 101);
  const auto again = transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  EXPECT_EQ(again.events, 1);
  EXPECT_EQ(again.known, first.value() + 1);
  EXPECT_EQ(log.events(), transfers::events_of(*source));
  const list whole = transfers::export_lines(*source);
  log.write("mine");
  EXPECT_EQ(transfers::import_lines(log.store(), whole).value().events, 0) << "nothing new in it";
  transfers::write(*source, "a", 102);
  EXPECT_EQ(name_of(transfers::import_lines(log.store(), transfers::export_lines(*source))), "conflict");
  EXPECT_EQ(last_of(log.places()), std::to_string(first.value() + 3) + ":mine@0");
}

VARVE_CONTRACT(transfer_contract, only_an_empty_log_is_fed_from_another_history) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  log.write("mine");
  EXPECT_EQ(name_of(transfers::import_lines(log.store(), transfers::export_lines(*source))), "wrong_epoch");
  EXPECT_EQ(log.places(), list{"1:mine@0"});
  EXPECT_EQ(name_of(transfers::import_lines(log.store(), transfers::export_lines(log.store()))),
            "wrong_epoch")
      << "least of all from itself";
}

VARVE_CONTRACT(transfer_contract, a_log_is_not_fed_from_two_histories) {
  const auto source = transfers::other(log);
  const auto stranger = transfers::other(log);
  transfers::write(*source, "a", 1);
  transfers::write(*stranger, "a", 1);
  transfers::write(*stranger, "a", 2);
  transfers::import_lines(log.store(), transfers::export_lines(*source)).value();
  EXPECT_EQ(name_of(transfers::import_lines(log.store(), transfers::export_lines(*stranger))), "wrong_epoch");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(transfer_contract, an_export_of_a_changed_history_is_found_out_at_the_line) {
  const auto source = transfers::other(log);
  for (std::uint32_t i = 1; i <= 3; ++i) transfers::write(*source, "a", i);
  const list lines = transfers::export_lines(*source);
  list shorter = lines;
  shorter.pop_back();
  EXPECT_EQ(name_of(transfers::import_lines(log.store(), shorter)), "invalid_argument");
  ASSERT_EQ(log.head().position, position{1}) << "whether the last line ends its commit is not known";
  list changed = lines;
  const std::size_t at = changed[1].find("-000000000001");
  ASSERT_NE(at, std::string::npos);
  changed[1].replace(at, 13, "-000000000009");
  const auto refused = transfers::import_lines(log.store(), changed);
  ASSERT_EQ(name_of(refused), "conflict");
  EXPECT_EQ(refused.error().message.substr(0, 8), "line 2: ");
  EXPECT_EQ(log.head().position, position{1}) << "and nothing behind it was imported";
}

VARVE_CONTRACT(transfer_contract, a_bad_line_leaves_whole_commits_only) {
  const auto source = transfers::other(log);
  transfers::write(*source, "a", 1);
  static_cast<void>(source->append_and_wait(to("b", several(3))));
  list lines = transfers::export_lines(*source);
  lines[3].replace(lines[3].find("{\"n\":0}"), 7, "{\"n\":1}");
  const auto refused = transfers::import_lines(log.store(), lines);
  ASSERT_EQ(name_of(refused), "invalid_argument");
  EXPECT_EQ(refused.error().message.substr(0, 15), "line 4: digest ");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(transfer_contract, what_only_the_log_knows_is_judged_by_the_log) {
  const auto source = transfers::other(log);
  transfers::write(*source, "a", 1);
  transfers::write(*source, "a", 2);
  const list lines = transfers::export_lines(*source);
  list gap = lines;
  gap[2].replace(gap[2].find("\"revision\":1"), 12, "\"revision\":2");
  EXPECT_EQ(transfers::import_lines(log.store(), gap, {.most_events = 1}).error().message.substr(0, 26),
            "line 3: revision must be 1");
  list twice = lines;
  twice[2].replace(twice[2].find("-000000000002"), 13, "-000000000001");
  EXPECT_EQ(name_of(transfers::import_lines(log.store(), twice)), "invalid_argument");
  EXPECT_EQ(log.places(), list{"1:a@0"});
  transfers::import_lines(log.store(), lines).value();
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(transfer_contract, a_batch_that_follows_another_head_is_a_conflict) {
  log.write("a");
  import_batch batch{.after = position{0}, .events = {}, .ancestors = {}};
  EXPECT_EQ(name_of(log->import_commits(batch)), "conflict");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(transfer_contract, a_compacted_event_is_taken_over_as_what_remains_of_it) {
  const auto source = transfers::other(log);
  transfers::write(*source, "a", 1);
  static_cast<void>(source->append_and_wait(append_request::truncate("a", revision{1})));
  list lines = transfers::export_lines(*source);
  const auto cut = [&](const std::string& what, const std::string& with) {
    const std::size_t at = lines[1].find(what);
    ASSERT_NE(at, std::string::npos) << what;
    lines[1].replace(at, what.size(), with);
  };
  const std::string envelope(64, 'a');
  cut("\"data\":{\"n\":0}", "\"data\":null");
  cut("\"metadata\":{}", "\"metadata\":null");
  cut("\"digest\"", "\"compacted\":true,\"digest\"");
  lines[1].insert(lines[1].size() - 1, ",\"envelope_digest\":\"" + envelope + '"');
  transfers::import_lines(log.store(), lines).value();
  EXPECT_EQ(log.places(), list{"2:$streams@0"}) << "no read gives it";
  EXPECT_EQ(log->read_log({}, {}, {}).value().scanned()->position, position{2});
  EXPECT_EQ(log->event_at(position{1}).value().id, id(1));
  EXPECT_EQ(log.replays(to("a", {noted(1)})).first, position{1});
  EXPECT_EQ(transfers::without_header(transfers::export_lines(log.store())),
            transfers::without_header(lines));
}

VARVE_CONTRACT(transfer_contract, a_store_that_only_reads_or_is_closed_takes_nothing) {
  const auto source = transfers::other(log);
  transfers::fill(*source);
  const list lines = transfers::export_lines(*source);
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const import_batch batch{.after = position{1}, .events = {}, .ancestors = {}};
  EXPECT_EQ(name_of(log.open_read_only()->import_commits(batch)), "read_only");
  log->close(closing::finish);
  EXPECT_EQ(name_of(log->import_commits(batch)), "unavailable");
}

}  // namespace

suite<store_fixture> transfer_contract() {
  return {"transfer_contract",
          simulated,
          {VARVE_SHOWN(transfer_contract, an_export_goes_through_another_store_and_back_byte_by_byte),
           VARVE_SHOWN(transfer_contract, an_import_keeps_every_event_as_it_was),
           VARVE_SHOWN(transfer_contract, an_imported_log_goes_on_as_the_source_would),
           VARVE_SHOWN(transfer_contract, append_times_of_an_imported_log_never_fall),
           VARVE_SHOWN(transfer_contract, places_of_the_source_are_good_up_to_the_last_that_was_imported),
           VARVE_SHOWN(transfer_contract, an_import_that_was_cut_off_goes_on_where_it_stopped),
           VARVE_SHOWN(transfer_contract,
                       a_source_that_lives_on_is_imported_again_until_the_log_has_an_event_of_its_own),
           VARVE_SHOWN(transfer_contract, only_an_empty_log_is_fed_from_another_history),
           VARVE_SHOWN(transfer_contract, a_log_is_not_fed_from_two_histories),
           VARVE_SHOWN(transfer_contract, an_export_of_a_changed_history_is_found_out_at_the_line),
           VARVE_SHOWN(transfer_contract, a_bad_line_leaves_whole_commits_only),
           VARVE_SHOWN(transfer_contract, what_only_the_log_knows_is_judged_by_the_log),
           VARVE_SHOWN(transfer_contract, a_batch_that_follows_another_head_is_a_conflict),
           VARVE_SHOWN(transfer_contract, a_compacted_event_is_taken_over_as_what_remains_of_it),
           VARVE_SHOWN(transfer_contract, a_store_that_only_reads_or_is_closed_takes_nothing)}};
}

}  // namespace varve::contract

#include "worker.hpp"

#include <algorithm>
#include <utility>

namespace varve::simulated {
namespace {

using namespace std::chrono_literals;

constexpr consumer_options pace{.longest_unsaved = 50ms,
                                .idle_save = 5ms,
                                .longest_wait = 200ms,
                                .first_back_off = 10ms,
                                .longest_back_off = 100ms};

error no_database() {
  return {errc::unavailable, "the simulated database is not there"};
}

}  // namespace

worker::worker(surroundings around, mortal& within, receiver& to, std::function<instant()> until,
               ending ended)
    : around_(around),
      within_(within),
      to_(to),
      until_(std::move(until)),
      ended_(std::move(ended)),
      algorithm_(to.whose(), pace, around.world.env()) {}

void worker::go(consumer::step next) {
  if (within_.struck()) return;
  within_.process().after(around_.world.up_to(1ms), [this, next = std::move(next)] {
    around_.world.note(to_.whose().consumer);
    std::visit([this](const auto& wanted) { perform(wanted); }, next);
  });
}

void worker::perform(const consumer::take_over&) {
  if (around_.world.now() >= until_()) {
    ++around_.faults.lost_leases;
    return ended_(error{errc::fenced, "the lease has run out"});
  }
  if (around_.defect != plant::keeps_what_was_rolled_back) delivered_.clear();
  within_.process().after(around_.world.up_to(1ms),
                          [this, taken = to_.take_over()] { go(algorithm_.on_take_over(taken)); });
  within_.struck();
}

void worker::perform(const consumer::compare& wanted) {
  consumer::history found{around_.log.info().value(), std::nullopt};
  if (wanted.at == position{}) return go(algorithm_.on_compare(found));
  const auto event = around_.log.event_at(wanted.at);
  if (!event) return go(algorithm_.on_compare(event.error()));
  found.event = *event;
  go(algorithm_.on_compare(found));
}

void worker::perform(const consumer::read& wanted) {
  const bool careless = around_.defect == plant::checkpoint_inside_a_commit;
  auto read =
      around_.log.read_log(wanted.after, {.limit = 1 + around_.world.below(6), .whole_commits = !careless});
  if (!read) return go(algorithm_.on_read(read.error()));
  page_ = *std::move(read);
  const auto& edge = careless ? page_.scanned() : page_.edge();
  go(algorithm_.on_read(consumer::seen{page_.size(), edge, page_.head().position, page_.at_end()}));
}

std::optional<consumer::refusal> worker::handle(const event_view& event) {
  if (around_.fails(20)) {
    ++around_.faults.failed_handlers;
    const errc why = around_.world.chance(500) ? errc::handler_threw : errc::unavailable;
    if (around_.defect == plant::steps_over_a_failed_event) return std::nullopt;
    return consumer::refusal{{why, "it did not work"}, event.commit, to_.at_once()};
  }
  to_.handle(event.position);
  delivered_.push_back(event.position);
  return std::nullopt;
}

void worker::perform(const consumer::deliver& wanted) {
  bool touched = false;
  for (const auto& event : page_) {
    if (event.commit >= wanted.before) break;
    if (!to_.wants(event)) continue;
    touched = true;
    if (auto refused = handle(event)) return go(algorithm_.on_refuse(*std::move(refused)));
  }
  go(algorithm_.on_deliver(consumer::delivered{to_.at_once() || around_.world.chance(200), touched}));
}

void worker::perform(const consumer::look_up& wanted) {
  go(algorithm_.on_look_up(around_.log.event_at(wanted.at)));
}

void worker::perform(const consumer::save& wanted) {
  if (around_.fails(20)) {
    ++around_.faults.failed_saves;
    return go(algorithm_.on_save(no_database()));
  }
  const bool dies = around_.fails(10);
  result<void> saved = to_.save(wanted.from, wanted.to, delivered_, dies);
  if (dies) {
    ++around_.faults.kills;
    return within_.die();
  }
  if (saved)
    delivered_.clear();
  else
    ++around_.faults.fenced;
  if (saved && around_.fails(20)) {
    ++around_.faults.secret_saves;
    saved = no_database();
  }
  within_.process().after(around_.world.up_to(1ms), [this, saved] { go(algorithm_.on_save(saved)); });
  within_.struck();
}

void worker::perform(const consumer::wait& wanted) {
  const bool woken = around_.log.head() > wanted.after.position;
  const std::chrono::nanoseconds longest = wanted.until - around_.world.now();
  within_.process().after(
      woken ? 0ns : std::min<std::chrono::nanoseconds>(longest, 40ms + around_.world.up_to(160ms)),
      [this] { go(algorithm_.on_wait()); });
}

void worker::perform(const consumer::back_off& wanted) {
  within_.process().after(wanted.until - around_.world.now(), [this] { go(algorithm_.on_back_off()); });
}

void worker::perform(const consumer::done& end) {
  ended_(end.why);
}

}  // namespace varve::simulated

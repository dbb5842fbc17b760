#include "runner.hpp"

#include <array>
#include <utility>

namespace varve::simulated {
namespace {

using namespace std::chrono_literals;

constexpr auto lease_term = 300ms;
constexpr consumer_options pace{.longest_unsaved = 50ms,
                                .idle_save = 5ms,
                                .longest_wait = 200ms,
                                .first_back_off = 10ms,
                                .longest_back_off = 100ms};

error failed() {
  return {errc::unavailable, "the simulated database is not there"};
}

}  // namespace

runner::runner(testing::simulation& world, simulated_log& log, const shared_consumer& what, std::string owner,
               plant defect, fault_counts& faults)
    : world_(world),
      log_(log),
      what_(what),
      owner_(std::move(owner)),
      defect_(defect),
      faults_(faults),
      process_(world) {}

void runner::start() {
  process_.after(world_.up_to(20ms), [this] { what_.leases != nullptr ? acquire() : begin(); });
}

void runner::begin() {
  algorithm_.emplace(checkpoint_key{what_.name}, pace, world_.env());
  go(algorithm_->start(consumer::goal::stop));
}

void runner::acquire() {
  const instant asked = world_.now();
  auto given = what_.leases->acquire(what_.name, owner_, lease_term).value();
  if (!given.is_of(owner_)) return process_.after(lease_term / 3, [this] { acquire(); });
  lease_ = std::move(given);
  held_until_ = asked + lease_term;
  process_.after(lease_term / 3, [this] { renew(); });
  begin();
}

void runner::renew() {
  const instant asked = world_.now();
  const auto lost = what_.leases->renew({&*lease_, 1}, lease_term).value();
  if (lost.empty()) {
    held_until_ = asked + lease_term;
    return process_.after(lease_term / 3, [this] { renew(); });
  }
  ++faults_.lost_leases;
  die();
}

/// All it knew is gone; it comes back.
void runner::die() {
  process_.kill();
  algorithm_.reset();
  delivered_.clear();
  lease_.reset();
  start();
}

bool runner::struck() {
  if (faults_.quiet) return false;
  const auto chance = world_.below(1000);
  if (chance < 8) {
    ++faults_.pauses;
    process_.pause(world_.up_to(3 * lease_term));
  } else if (chance < 16) {
    ++faults_.kills;
    world_.note(owner_);
    die();
    return true;
  }
  return false;
}

void runner::go(consumer::step next) {
  if (struck()) return;
  process_.after(world_.up_to(1ms), [this, next = std::move(next)] {
    world_.note(owner_);
    std::visit([this](const auto& wanted) { perform(wanted); }, next);
  });
}

result<checkpoint> runner::take_over() {
  return what_.view != nullptr ? what_.view->take_over() : what_.checkpoints->take_over({what_.name});
}

void runner::perform(const consumer::take_over&) {
  if (lease_ && world_.now() >= held_until_) {
    ++faults_.lost_leases;
    return die();
  }
  if (defect_ != plant::keeps_what_was_rolled_back) delivered_.clear();
  process_.after(world_.up_to(1ms), [this, taken = take_over()] { go(algorithm_->on_take_over(taken)); });
  struck();
}

void runner::perform(const consumer::compare& wanted) {
  consumer::history found{log_.info().value(), std::nullopt};
  if (wanted.at == position{}) return go(algorithm_->on_compare(found));
  const auto event = log_.event_at(wanted.at);
  if (!event) return go(algorithm_->on_compare(event.error()));
  found.event = *event;
  go(algorithm_->on_compare(found));
}

void runner::perform(const consumer::read& wanted) {
  const bool careless = defect_ == plant::checkpoint_inside_a_commit;
  auto read = log_.read_log(wanted.after, {.limit = 1 + world_.below(6), .whole_commits = !careless});
  if (!read) return go(algorithm_->on_read(read.error()));
  page_ = *std::move(read);
  const auto& edge = careless ? page_.scanned() : page_.edge();
  go(algorithm_->on_read(consumer::seen{page_.size(), edge, page_.head().position, page_.at_end()}));
}

std::optional<consumer::refusal> runner::handle(const event_view& event) {
  if (!faults_.quiet && world_.chance(20)) {
    ++faults_.failed_handlers;
    const errc why = world_.chance(500) ? errc::handler_threw : errc::unavailable;
    if (defect_ != plant::steps_over_a_failed_event)
      return consumer::refusal{{why, "it did not work"}, event.commit, what_.view == nullptr};
    return std::nullopt;
  }
  if (what_.view == nullptr) what_.handled->handle(event.position);
  delivered_.push_back(event.position);
  return std::nullopt;
}

void runner::perform(const consumer::deliver& wanted) {
  for (const auto& event : page_) {
    if (event.commit >= wanted.before) break;
    if (auto refused = handle(event)) return go(algorithm_->on_refuse(*std::move(refused)));
  }
  go(algorithm_->on_deliver(consumer::delivered{.full = what_.view == nullptr || world_.chance(200)}));
}

void runner::perform(const consumer::look_up& wanted) {
  go(algorithm_->on_look_up(log_.event_at(wanted.at)));
}

result<void> runner::save(const consumer::save& wanted, bool dies) {
  if (what_.view != nullptr) return what_.view->save(wanted.from, wanted.to, delivered_, dies);
  if (dies) return {};
  auto saved = what_.checkpoints->save({what_.name}, wanted.from, wanted.to);
  if (saved) what_.handled->passed(log_, wanted.to.position);
  return saved;
}

void runner::perform(const consumer::save& wanted) {
  const auto chance = faults_.quiet ? 999 : world_.below(1000);
  if (chance < 20) {
    ++faults_.failed_saves;
    return go(algorithm_->on_save(failed()));
  }
  const bool dies = chance >= 40 && chance < 50;
  result<void> saved = save(wanted, dies);
  if (dies) {
    ++faults_.kills;
    return die();
  }
  if (saved)
    delivered_.clear();
  else
    ++faults_.fenced;
  if (saved && chance < 40) {
    ++faults_.secret_saves;
    saved = failed();
  }
  process_.after(world_.up_to(1ms), [this, saved] { go(algorithm_->on_save(saved)); });
  struck();
}

void runner::perform(const consumer::wait& wanted) {
  const bool woken = log_.head() > wanted.after.position;
  const auto until = wanted.until - world_.now();
  process_.after(woken ? 0ns : std::min<std::chrono::nanoseconds>(until, 20ms + world_.up_to(60ms)),
                 [this] { go(algorithm_->on_wait()); });
}

void runner::perform(const consumer::back_off& wanted) {
  process_.after(wanted.until - world_.now(), [this] { go(algorithm_->on_back_off()); });
}

void runner::perform(const consumer::done&) {
  die();
}

}  // namespace varve::simulated

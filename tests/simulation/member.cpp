#include "member.hpp"

#include <chrono>

namespace varve::simulated {
namespace {

error no_leases() {
  return {errc::unavailable, "the simulated leases are not there"};
}

}  // namespace

void member::begin() {
  workers_.clear();
  ends_.clear();
  waiting_ = false;
  algorithm_.emplace("group/", name_ + '.' + std::to_string(deaths()), lease_term, around_.world.env());
  go(algorithm_->start());
}

void member::go(group_member::step next) {
  safe_until_ = algorithm_->safe_until();
  if (struck()) return;
  process_.after(around_.world.up_to(std::chrono::milliseconds{1}), [this, next = std::move(next)] {
    around_.world.note(name_);
    std::visit([this](const auto& wanted) { perform(wanted); }, next);
  });
}

void member::perform(const group_member::renew& wanted) {
  if (around_.fails(30)) return go(algorithm_->on_renew(no_leases()));
  auto lost = leases_.renew(wanted.held, lease_term);
  around_.faults.lost_leases += lost->size();
  process_.after(around_.world.up_to(std::chrono::milliseconds{1}),
                 [this, lost = std::move(lost)] { go(algorithm_->on_renew(lost)); });
  struck();
}

void member::perform(const group_member::look&) {
  std::vector<std::int64_t> out;
  for (const auto& [slice, to] : all_) out.push_back(slice);
  go(algorithm_->on_look(out));
}

void member::perform(const group_member::list& wanted) {
  go(algorithm_->on_list(leases_.list(wanted.prefix)));
}

void member::perform(const group_member::acquire& wanted) {
  auto given = leases_.acquire(wanted.name, algorithm_->owner(), lease_term);
  if (around_.fails(30)) given = no_leases();  // it may have been given all the same
  process_.after(around_.world.up_to(std::chrono::milliseconds{1}),
                 [this, given = std::move(given)] { go(algorithm_->on_acquire(given)); });
  struck();
}

void member::perform(const group_member::release& wanted) {
  go(algorithm_->on_release(leases_.release(wanted.held)));
}

void member::perform(const group_member::work& wanted) {
  const auto slice = wanted.slice;
  workers_[slice] = std::make_unique<worker>(
      around_, *this, *all_.at(slice), [this] { return safe_until_; },
      [this, slice](const std::optional<error>& why) {
        ends_.emplace_back(slice, why);
        if (waiting_) wake();
      });
  const int before = deaths();
  workers_[slice]->begin();
  if (deaths() == before) go(algorithm_->on_work());
}

void member::perform(const group_member::rest& wanted) {
  workers_.at(wanted.slice)->stop();
  go(algorithm_->on_rest());
}

void member::perform(const group_member::wait& wanted) {
  waiting_ = true;
  if (!ends_.empty()) return wake();
  process_.after(wanted.until - around_.world.now(), [this, number = ++waits_] {
    if (waiting_ && number == waits_) wake();
  });
}

/// Work that has ended is reported between two steps.
void member::wake() {
  waiting_ = false;
  ++waits_;
  for (const auto& [slice, why] : std::exchange(ends_, {})) algorithm_->on_end(slice, why);
  go(algorithm_->on_wait());
}

void member::perform(const group_member::done&) {
  die();
}

}  // namespace varve::simulated

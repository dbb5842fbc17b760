#pragma once

#include <varve/eventstore/group_member.hpp>
#include <varve/eventstore/memory_leases.hpp>
#include <varve/testing/seeded_random.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace varve {

/// Runners of one group on virtual time, without threads: each is driven step by step.
class crew {
 public:
  using step = group_member::step;

  struct runner {
    runner(std::string name, std::chrono::nanoseconds term, environment env)
        : member("sales/", std::move(name), term, env) {}

    group_member member;
    step next = group_member::done{};
    std::set<std::int64_t> working;
    std::set<std::int64_t> resting;  // told to, and not ended yet
    bool paused = false;
    std::vector<std::string> did;
  };

  explicit crew(std::vector<std::int64_t> cut) : ranges(std::move(cut)) {}

  runner& join() {
    runners.push_back(std::make_unique<runner>("r" + std::to_string(++joined_), term, env));
    runners.back()->next = runners.back()->member.start();
    return *runners.back();
  }

  void tell_to_stop(runner& who) {
    who.member.stop();
    if (std::holds_alternative<group_member::wait>(who.next)) who.next = who.member.on_wait();
  }

  /// What had been told to end, or ends by itself with `why`.
  void end(runner& who, std::int64_t slice, const std::optional<error>& why = std::nullopt) {
    who.working.erase(slice);
    who.resting.erase(slice);
    who.member.on_end(slice, why);
    if (std::holds_alternative<group_member::wait>(who.next)) who.next = who.member.on_wait();
  }

  /// One step of one runner; false when it has nothing to do yet.
  bool advance(runner& who) {
    if (who.paused || over(who)) return false;
    const auto* idle = std::get_if<group_member::wait>(&who.next);
    if (idle != nullptr && time.steady() < idle->until) return false;
    who.next = std::visit([&](const auto& wanted) { return perform(who, wanted); }, step{who.next});
    after_step();
    return true;
  }

  static bool over(const runner& who) { return std::holds_alternative<group_member::done>(who.next); }

  /// Everything that can be done now.
  void settle() {
    for (bool any = true; std::exchange(any, false);) {
      for (const auto& each : runners) {
        while (advance(*each)) any = true;
        while (ends_at_once && !each->resting.empty()) {
          end(*each, *each->resting.begin());
          any = true;
        }
      }
    }
  }

  /// Lets time pass, with everything that falls due in it.
  void pass(std::chrono::nanoseconds span) {
    const instant end = time.steady() + span;
    for (settle(); time.steady() < end; settle()) time.advance(std::min(end, next_due()) - time.steady());
  }

  [[nodiscard]] std::map<std::int64_t, int> coverage() const {
    std::map<std::int64_t, int> workers;
    for (const auto slice : ranges) workers[slice] = 0;
    for (const auto& each : runners) {
      for (const auto slice : each->working) ++workers[slice];
    }
    return workers;
  }

  const std::chrono::nanoseconds term = std::chrono::seconds{9};
  testing::virtual_clock time;
  testing::seeded_random random{3};
  environment env{.clock = &time, .random = &random};
  memory_leases leases{time};
  std::vector<std::int64_t> ranges;
  std::vector<std::unique_ptr<runner>> runners;
  bool ends_at_once = true;
  std::function<std::optional<error>(const char* step)> fails = [](const char*) { return std::nullopt; };
  std::function<void()> after_step = [] {};

 private:
  [[nodiscard]] instant next_due() const {
    instant due = never;
    for (const auto& each : runners) {
      if (const auto* idle = std::get_if<group_member::wait>(&each->next); idle != nullptr && !each->paused)
        due = std::min(due, idle->until);
    }
    return due;
  }

  step perform(runner& who, const group_member::renew& wanted) {
    who.did.emplace_back("renew");
    if (auto why = fails("renew")) return who.member.on_renew(*why);
    return who.member.on_renew(leases.renew(wanted.held, term));
  }
  step perform(runner& who, const group_member::look&) {
    if (auto why = fails("look")) return who.member.on_look(*why);
    return who.member.on_look(ranges);
  }
  step perform(runner& who, const group_member::list& wanted) {
    if (auto why = fails("list")) return who.member.on_list(*why);
    return who.member.on_list(leases.list(wanted.prefix));
  }
  step perform(runner& who, const group_member::acquire& wanted) {
    who.did.push_back("acquire " + wanted.name);
    if (auto why = fails("acquire")) return who.member.on_acquire(*why);
    return who.member.on_acquire(leases.acquire(wanted.name, who.member.owner(), term));
  }
  step perform(runner& who, const group_member::release& wanted) {
    for (const auto& each : wanted.held) {
      who.did.push_back("release " + each.name);
      for (const auto slice : who.working)
        released_while_working |= each.name == "sales/" + std::to_string(slice);
    }
    if (auto why = fails("release")) return who.member.on_release(*why);
    return who.member.on_release(leases.release(wanted.held));
  }
  step perform(runner& who, const group_member::work& wanted) {
    who.did.push_back("work " + std::to_string(wanted.slice));
    who.working.insert(wanted.slice);
    return who.member.on_work();
  }
  step perform(runner& who, const group_member::rest& wanted) {
    who.did.push_back("rest " + std::to_string(wanted.slice));
    who.resting.insert(wanted.slice);
    return who.member.on_rest();
  }
  step perform(runner& who, const group_member::wait&) { return who.member.on_wait(); }
  step perform(runner&, const group_member::done& over) { return over; }

  int joined_ = 0;

 public:
  bool released_while_working = false;
};

}  // namespace varve

#include "callers.hpp"

#include <varve/testing/check_history.hpp>

#include "caller.hpp"

#include <atomic>
#include <chrono>
#include <iostream>
#include <limits>
#include <map>
#include <thread>

namespace varve::stress {
namespace {

constexpr int most_findings_told = 5;  // of each kind

/// The doubts of one among so many.
std::vector<testing::append_call> share(const std::vector<testing::append_call>& all, std::size_t of,
                                        std::size_t number) {
  std::vector<testing::append_call> out;
  for (std::size_t i = number; i < all.size(); i += of) out.push_back(all[i]);
  return out;
}

/// How often each kind of answer was given.
struct tally {
  std::size_t appended = 0, replayed = 0, conflicts = 0, refused = 0, unknown = 0, pages = 0, failed = 0,
              unanswered = 0;

  void operator()(const varve::appended& told) { ++(told.replayed ? replayed : appended); }
  void operator()(const conflict&) { ++conflicts; }
  void operator()(const not_written&) { ++refused; }
  void operator()(const varve::unknown&) { ++unknown; }
  void operator()(const testing::page_answer&) { ++pages; }
  void operator()(const testing::read_failed&) { ++failed; }
  void operator()(const testing::unanswered&) { ++unanswered; }
};

std::ostream& operator<<(std::ostream& out, const tally& seen) {
  return out << "appended " << seen.appended << " replayed " << seen.replayed << " conflict "
             << seen.conflicts << " not_written " << seen.refused << " unknown " << seen.unknown << " page "
             << seen.pages << " failed " << seen.failed << " unanswered " << seen.unanswered;
}

}  // namespace

void call(event_store& store, const call_plan& plan) {
  std::atomic<std::size_t> begun = 0;
  std::atomic<std::size_t> most =
      plan.operations == 0 ? std::numeric_limits<std::size_t>::max() : plan.operations;
  std::vector<std::jthread> threads;
  for (std::size_t number = 0; number < plan.callers; ++number)
    threads.emplace_back([&, number] {
      caller one{store, plan.seed * 1000 + number, plan.name + "_" + std::to_string(number),
                 share(plan.doubts, plan.callers, number)};
      for (std::size_t i = begun++; i < most; i = begun++) {
        one.operate();
        if (i % 25 == 24) std::cout << std::to_string(i + 1) + '\n' << std::flush;
      }
    });
  std::string line;
  if (plan.operations == 0) std::getline(std::cin, line);
  if (plan.operations == 0) most = 0;
}

std::vector<testing::append_call> doubts_of(const std::vector<testing::operation>& operations) {
  std::vector<testing::append_call> out;
  for (const auto& one : operations) {
    const auto* const asked = std::get_if<testing::append_call>(&one.asked);
    const bool doubtful =
        std::holds_alternative<testing::unanswered>(one.told) || std::holds_alternative<unknown>(one.told);
    if (asked != nullptr && doubtful) out.push_back(*asked);
  }
  return out;
}

bool judge(event_store& store, std::vector<testing::operation> operations) {
  const testing::recorded_history seen{std::move(operations), testing::read_whole_log(store).value()};
  tally told;
  for (const auto& one : seen.operations) std::visit(told, one.told);
  const auto begun = std::chrono::steady_clock::now();
  const auto found = testing::check_history(seen);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
  std::cout << "operations " << seen.operations.size() << ' ' << told << " events " << seen.log.size()
            << " checked_in_ms " << took.count() << " findings " << found.size() << '\n';
  std::map<testing::history_fault, int> told_of;
  for (const auto& each : found)
    if (told_of[each.what]++ < most_findings_told)
      std::cout << to_string(each.what) << ": " << each.message << '\n';
  return found.empty();
}

}  // namespace varve::stress

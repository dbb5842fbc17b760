#include "endurance.hpp"

#include "plan.hpp"
#include "views.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace varve::crash {
namespace {

using namespace std::chrono_literals;

constexpr int most_tries = 20;
constexpr int steps_between_polls = 4;
constexpr auto longest_doubt = 2s;

class endurance {
 public:
  endurance(const place& where, ending how) : where_(where), ending_(how) {}

  void run() {
    const auto all = plan();
    for (int number = 0; number < steps; ++number) {
      if (!send(number, all[static_cast<std::size_t>(number)])) {
        std::cout << "gave up " << number << std::endl;
        return;
      }
      if (number % steps_between_polls == 3) poll();
    }
    poll();
    log_.close(closing::finish);
  }

 private:
  /// Until it is answered as planned.
  bool send(int number, const step& next) {
    for (int tries = 0; tries < most_tries; ++tries) {
      const auto outcome = log_.append_and_wait(next.request);
      if (const auto* const done = std::get_if<appended>(&outcome)) {
        say("did", number, done->first, done->last);
        return true;
      }
      if (std::holds_alternative<conflict>(outcome)) {
        std::cout << "lost " << number << std::endl;
        if (!next.loses) throw std::runtime_error("a conflict with nobody");
        return true;
      }
      trouble(number, next, outcome);
    }
    return false;
  }

  void trouble(int number, const step& next, const append_outcome& outcome) {
    const bool doubt = std::holds_alternative<unknown>(outcome);
    if (!doubt && to_result(outcome).error().code != errc::unavailable)
      throw std::runtime_error("refused for good: " + to_result(outcome).error().message);
    std::cout << (doubt ? "unknown " : "refused ") << number << std::endl;
    if (ending_ == ending::at_once) ::raise(SIGKILL);
    if (!resolved()) return;
    if (doubt) look_up(number, next);
    if (ending_ == ending::once_resolved) ::raise(SIGKILL);
  }

  bool resolved() {
    const auto limit = std::chrono::steady_clock::now() + longest_doubt;
    while (log_.status().now == store_status::state::in_doubt) {
      if (std::chrono::steady_clock::now() > limit) return false;
      std::this_thread::yield();
    }
    return true;
  }

  void look_up(int number, const step& next) {
    const auto found = log_.find(next.ids).value();
    const auto standing = std::ranges::count_if(found, [](const auto& each) { return each.has_value(); });
    if (standing == 0) {
      std::cout << "absent " << number << std::endl;
    } else if (static_cast<std::size_t>(standing) < found.size()) {
      throw std::runtime_error("a torn commit");
    } else {
      say("stands", number, found.front()->position, found.back()->position);
    }
  }

  static void say(const char* what, int number, position first, position last) {
    std::cout << what << ' ' << number << ' ' << first.value() << ' ' << last.value() << std::endl;
  }

  /// A poll that fails is made again later.
  void poll() try {
    std::cout << "polled view.db " << own_views_.poll().value() << std::endl;
  } catch (const failure& problem) {
    if (problem.code() != errc::unavailable) throw;
    std::cout << "not polled" << std::endl;
  }

  const place where_;
  const ending ending_;
  sqlite::event_store log_{where_.log(), small_bounds()};
  sqlite::database own_{where_.view(), small_view_bounds()};
  view_keeper own_views_{log_, own_};
};

}  // namespace

ending parse_ending(const std::string& word) {
  if (word == "at_once") return ending::at_once;
  return word == "once_resolved" ? ending::once_resolved : ending::never;
}

void endure(const place& where, ending how) {
  endurance{where, how}.run();
  std::cout << "end" << std::endl;
}

}  // namespace varve::crash

#include "worker.hpp"

#include "compaction.hpp"
#include "plan.hpp"
#include "views.hpp"

#include <chrono>
#include <future>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

namespace varve::crash {
namespace {

constexpr int steps_between_polls = 4;
constexpr int steps_between_turns = 5;
constexpr int steps_before_rebuild = 36;
constexpr std::int64_t bytes_per_frame = 4096 + 24;

class worker {
 public:
  worker(const place& where, bool turns, say tell) : where_(where), turns_(turns), say_(std::move(tell)) {}

  void run() {
    const auto all = plan();
    for (int number = 0; number < steps; ++number) {
      send(number, all[static_cast<std::size_t>(number)]);
      if (number % steps_between_polls == 3) poll();
      if (number + 1 == steps_before_rebuild) {
        rebuild();
        compact(log_, 0, say_).value();
      }
      if (turns_ && number % steps_between_turns == 4) take_turn(number / steps_between_turns);
    }
    poll();
    log_.close(closing::finish);
  }

 private:
  using answer = std::future<append_outcome>;

  void send(int number, const step& next) {
    if (!next.waits) {
      auto promised = std::make_shared<std::promise<append_outcome>>();
      waiting_.emplace_back(number, promised->get_future());
      log_.append(next.request,
                  [promised](append_outcome outcome) { promised->set_value(std::move(outcome)); });
      return;
    }
    const auto outcome = log_.append_and_wait(next.request);
    for (auto& [sent, answered] : std::exchange(waiting_, {})) report(sent, answered.get());
    report(number, outcome);
    settle();
  }

  void report(int number, const append_outcome& outcome) const {
    if (const auto* const done = std::get_if<appended>(&outcome)) {
      say_("did " + std::to_string(number) + ' ' + std::to_string(done->first.value()) + ' ' +
           std::to_string(done->last.value()));
    } else if (std::holds_alternative<conflict>(outcome)) {
      say_("lost " + std::to_string(number));
    } else {
      throw std::runtime_error("step " + std::to_string(number) + ": " + to_result(outcome).error().message);
    }
  }

  /// Lets the store end its work between commits, so that every run makes the same calls. Bounded, for a
  /// reader may keep a checkpoint from ending.
  void settle() {
    const auto head = log_.info().value().head.position.value();
    const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds{50};
    const auto bounds = small_bounds(where_.level);
    while (std::chrono::steady_clock::now() < limit) {
      const auto status = log_.status();
      if (head - status.indexed_up_to < bounds.merge_every &&
          status.journal_bytes < bounds.frames_per_checkpoint * bytes_per_frame)
        return;
      std::this_thread::yield();
    }
  }

  void poll() {
    say_("polled view.db " + std::to_string(own_views_.poll().value()));
    say_("polled log.db " + std::to_string(log_views_.poll().value()));
  }

  void rebuild() {
    own_views_.rebuild();
    log_views_.rebuild();
  }

  void take_turn(int turn) const {
    say_("turn " + std::to_string(turn));
    std::string go_on;
    std::getline(std::cin, go_on);
  }

  const place where_;
  const bool turns_;
  const say say_;
  sqlite::event_store log_{where_.log(), small_bounds(where_.level)};
  sqlite::database own_{where_.view(), small_view_bounds(where_.level)};
  sqlite::database shared_{where_.log(), small_view_bounds(where_.level)};
  view_keeper own_views_{log_, own_};
  view_keeper log_views_{log_, shared_};
  std::vector<std::pair<int, answer>> waiting_;
};

}  // namespace

void work(const place& where, bool turns, const say& tell) {
  worker{where, turns, tell}.run();
  tell("end");
}

}  // namespace varve::crash

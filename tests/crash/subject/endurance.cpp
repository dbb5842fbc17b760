#include "endurance.hpp"

#include "plan.hpp"
#include "sender.hpp"
#include "views.hpp"

#include <signal.h>

#include <utility>

namespace varve::crash {
namespace {

constexpr int steps_to_a_poll = 2;

class endurance {
 public:
  endurance(const place& where, ending how, say tell) : where_(where), ending_(how), say_(std::move(tell)) {}

  void run() {
    const auto all = plan();
    for (int number = 0; number < steps; ++number) {
      if (!sender_.send(number, all[static_cast<std::size_t>(number)]))
        return say_("gave up " + std::to_string(number));
      if (number % steps_to_a_poll == steps_to_a_poll - 1) poll();
    }
    poll();
    log_.close(closing::finish);
  }

 private:
  void end_when(ending now) const {
    if (ending_ == now) ::raise(SIGKILL);
  }

  /// A poll that fails is made again later.
  void poll() try {
    say_("polled view.db " + std::to_string(own_views_.poll().value()));
  } catch (const failure& problem) {
    if (problem.code() != errc::unavailable) throw;
    say_("not polled");
  }

  const place where_;
  const ending ending_;
  const say say_;
  sqlite::event_store log_{where_.log(), small_bounds(where_.level)};
  sqlite::database own_{where_.view(), small_view_bounds(where_.level)};
  view_keeper own_views_{log_, own_};
  sender sender_{log_,
                 say_,
                 {.troubled = [this] { end_when(ending::at_once); },
                  .resolved = [this] { end_when(ending::once_resolved); }}};
};

}  // namespace

ending parse_ending(const std::string& word) {
  if (word == "at_once") return ending::at_once;
  return word == "once_resolved" ? ending::once_resolved : ending::never;
}

void endure(const place& where, ending how, const say& tell) {
  endurance{where, how, tell}.run();
  tell("end");
}

}  // namespace varve::crash

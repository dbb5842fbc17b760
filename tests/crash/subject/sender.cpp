#include "sender.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace varve::crash {

sender::sender(event_store& log, say tell, patience how)
    : log_(log), say_(std::move(tell)), how_(std::move(how)) {}

bool sender::send(int number, const step& next) {
  for (int tries = 0; tries < how_.most_tries; ++tries) {
    say_("sends " + std::to_string(number));
    const auto outcome = log_.append_and_wait(next.request);
    if (const auto* const done = std::get_if<appended>(&outcome)) {
      tell("did", number, done->first, done->last);
      return true;
    }
    if (std::holds_alternative<conflict>(outcome)) {
      say_("lost " + std::to_string(number));
      if (!next.loses) throw std::runtime_error("a conflict with nobody");
      return true;
    }
    trouble(number, next, outcome);
  }
  return false;
}

void sender::trouble(int number, const step& next, const append_outcome& outcome) {
  const bool doubt = std::holds_alternative<unknown>(outcome);
  if (!doubt && to_result(outcome).error().code != errc::unavailable)
    throw std::runtime_error("refused for good: " + to_result(outcome).error().message);
  say_((doubt ? "unknown " : "refused ") + std::to_string(number));
  how_.troubled();
  if (!resolved()) return;
  if (doubt) look_up(number, next);
  how_.resolved();
}

bool sender::resolved() {
  const auto limit = std::chrono::steady_clock::now() + how_.longest_doubt;
  while (log_.status().now == store_status::state::in_doubt) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::yield();
  }
  return true;
}

/// A disk that fails may refuse to be read, too.
void sender::look_up(int number, const step& next) {
  const auto found = log_.find(next.ids);
  if (!found) return;
  const auto standing = std::ranges::count_if(*found, [](const auto& each) { return each.has_value(); });
  if (standing == 0) {
    say_("absent " + std::to_string(number));
  } else if (static_cast<std::size_t>(standing) < found->size()) {
    throw std::runtime_error("a torn commit");
  } else {
    tell("stands", number, found->front()->position, found->back()->position);
  }
}

void sender::tell(const char* what, int number, position first, position last) {
  say_(std::string(what) + ' ' + std::to_string(number) + ' ' + std::to_string(first.value()) + ' ' +
       std::to_string(last.value()));
}

}  // namespace varve::crash

#include <varve/url/open_store.hpp>

#include "commands/event_printer.hpp"
#include "input/json_fields.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>

namespace varve::cli {
namespace {

/// Where to read from: behind a token, forward or backward.
result<token> start_of(const events_command& asked) {
  if (asked.from.empty()) return asked.backward ? token::end() : token::start();
  auto from = token::parse(asked.from);
  if (!from || from->position >= position{number_limit})
    return error{errc::invalid_argument,
                 "--from takes a position or EPOCH:POSITION, not '" + asked.from + "'"};
  from->position = asked.backward ? from->position.next() : std::max(from->position.previous(), position{0});
  return *from;
}

/// The place as it was given, which is not the one that is read behind.
error foreign(const events_command& asked) {
  return {errc::wrong_epoch, "--from " + asked.from + " belongs to a history that this log does not share"};
}

constexpr auto first_rest = std::chrono::milliseconds{100};
constexpr auto longest_rest = std::chrono::milliseconds{5'000};

/// Asks again while the log is not to be had now, at growing intervals, until the program is told to stop.
template<class Ask>
std::invoke_result_t<const Ask&> ask_until_it_is_there(const console& to, const Ask& ask) {
  for (auto pause = first_rest;; pause = std::min(pause * 2, longest_rest)) {
    auto answer = ask();
    if (answer || answer.error().code != errc::unavailable || to.stopped()) return answer;
    if (pause == first_rest) to.say("varve: " + answer.error().message + "; trying again until it is there");
    pollfd told{to.interrupted.descriptor(), POLLIN, 0};
    ::poll(&told, 1, static_cast<int>(pause.count()));
  }
}

/// Waits for something behind what was read; false once it is told to stop.
result<bool> wait_for_more(event_store& store, const token& after, const console& to) {
  const auto head = ask_until_it_is_there(to, [&] { return store.wait(after, never); });
  if (head) return true;
  if (to.stopped()) return false;
  return head.error();
}

/// Ends a wait when the program is told to stop.
class closed_when_interrupted {
 public:
  closed_when_interrupted(event_store& store, const console& to) : to_(to) {
    to_.interrupted.tell([&store] { store.close(closing::refuse); });
  }
  ~closed_when_interrupted() { to_.interrupted.tell({}); }
  closed_when_interrupted(const closed_when_interrupted&) = delete;
  closed_when_interrupted& operator=(const closed_when_interrupted&) = delete;

 private:
  const console& to_;
};

}  // namespace

result<exit_code> run(const events_command& asked, const console& to) {
  auto after = start_of(asked);
  if (!after) return after.error();
  const auto store = open_store(asked.store, {.read_only = true});
  if (!store) return store.error();

  filter which = filter_of(asked);
  which.categories = asked.categories;
  which.prefix = asked.prefix;
  const direction way = asked.backward ? direction::backward : direction::forward;
  const auto read = [&](std::size_t limit) {
    auto events = (*store)->read_log(*after, which, {way, limit});
    if (!events && events.error().code == errc::wrong_epoch) return result<page>{foreign(asked)};
    if (events && events->scanned()) after->position = events->scanned()->position;
    return events;
  };
  if (!asked.follow) return print_pages(asked, asked.json, to, read);
  const closed_when_interrupted watch{**store, to};
  const auto read_on = [&](std::size_t limit) {
    return ask_until_it_is_there(to, [&] { return read(limit); });
  };
  auto ended =
      print_pages(asked, asked.json, to, read_on, [&] { return wait_for_more(**store, *after, to); });
  return !ended && to.stopped() ? result{exit_code::ok} : ended;
}

}  // namespace varve::cli

#pragma once

#include <varve/commands/decider_work.hpp>
#include <varve/commands/handle_algorithm.hpp>
#include <varve/testing/seeded_random.hpp>
#include <varve/testing/virtual_clock.hpp>

#include "../domain/cart.hpp"
#include "../domain/stored_events.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

/// The words that the tests of the handle algorithm are told in. No store: the test says what the log
/// answers.
namespace handling {

using algorithm = varve::handle_algorithm;
using command = std::variant<cart::add_item, cart::check_out, cart::buy_now>;
using issued = varve::issued<command>;

inline const varve::epoch log_epoch{*varve::uuid::parse("6f0d5f2a-9f5d-4b7c-8f6e-0a1b2c3d4e5f")};

inline varve::token at(std::int64_t position) {
  return {log_epoch, varve::position{position}};
}

inline varve::command_id id(std::string_view text) {
  return {text, varve::timestamp{std::chrono::milliseconds{1'700'000'000'000}}};
}

inline issued with_id(command c, std::string_view text = "order-7") {
  return {std::move(c), {.id = id(text)}};
}

inline varve::event_id event_of(std::string_view command_id, std::uint64_t index = 0) {
  return id(command_id).event("cart-42", index);
}

/// A page of `cart-42` that has looked at revisions up to `last`.
inline varve::result<varve::page> page_to(std::optional<std::int64_t> last,
                                          std::vector<varve::event_view> events, bool end = true,
                                          std::int64_t head = 100) {
  varve::page::facts facts;
  facts.head = at(head);
  facts.end = end;
  if (last) facts.scanned_revision = varve::revision{*last};
  return varve::page{std::move(events), {}, facts};
}

/// A page with these events and no hidden ones.
inline varve::result<varve::page> page_of(const stored_events& events, bool end = true,
                                          std::int64_t head = 100) {
  if (events.views().empty()) return page_to(std::nullopt, {}, end, head);
  return page_to(events.last().revision.value(), events.views(), end, head);
}

/// An event of `cart-42` as a look-up gives it.
inline varve::event_ref standing(std::int64_t revision, std::int64_t position) {
  varve::event_ref out;
  out.stream = "cart-42";
  out.revision = varve::revision{revision};
  out.position = varve::position{position};
  return out;
}

using found = std::vector<std::optional<varve::event_ref>>;

inline varve::append_outcome appended(std::int64_t first, std::int64_t last, bool replayed = false) {
  varve::appended out;
  out.writes = {{"cart-42", varve::revision{first}, varve::revision{last}}};
  out.first = varve::position{first + 101};
  out.last = varve::position{last + 101};
  out.token = at(last + 101);
  out.replayed = replayed;
  return out;
}

inline varve::append_outcome conflict(std::int64_t actual) {
  return varve::conflict{"cart-42", varve::expected::no_stream(), varve::revision{actual}, std::nullopt};
}

inline varve::append_outcome not_written(varve::errc code, std::string message = "the store says why") {
  return varve::not_written{{code, std::move(message)}};
}

/// One handle with everything it needs.
class one {
 public:
  explicit one(std::vector<issued> commands, varve::handle_plan plan = {})
      : work_({std::move(commands)}, varve::format::json),
        algorithm_(work_, "cart-42", std::move(plan), env_, ids_) {}

  algorithm* operator->() { return &algorithm_; }
  algorithm& operator*() { return algorithm_; }
  varve::testing::virtual_clock& time() { return time_; }

 private:
  varve::testing::virtual_clock time_;
  varve::testing::seeded_random random_{42};
  varve::environment env_{.clock = &time_, .random = &random_};
  varve::event_id_generator ids_{time_, random_};
  varve::detail::decider_work<cart::decider, varve::detail::many_commands<std::vector<issued>>> work_;
  algorithm algorithm_;
};

/// The step as the kind that the test expects; anything else fails the test.
template<class Wanted>
Wanted as(algorithm::step step) {
  if (auto* wanted = std::get_if<Wanted>(&step)) return std::move(*wanted);
  std::string message = "another step than expected: number " + std::to_string(step.index());
  if (auto* end = std::get_if<algorithm::finished>(&step))
    message += end->answer ? ", finished" : ", finished with " + end->answer.error().message;
  throw std::logic_error(message);
}

/// Waits as told, and gives what comes then.
inline algorithm::step after_pause(one& handle, algorithm::step step) {
  const auto until = as<algorithm::pause>(std::move(step)).until;
  handle.time().advance(until - handle.time().steady());
  return handle->on_paused();
}

inline varve::append_request request_of(algorithm::step step) {
  return as<algorithm::append_events>(std::move(step)).request;
}

inline varve::result<varve::handled_all> answer_of(algorithm::step step) {
  return as<algorithm::finished>(std::move(step)).answer;
}

/// The answer to the only command.
inline varve::handled handled_of(algorithm::step step) {
  return answer_of(std::move(step)).value().commands.at(0).value();
}

inline varve::error error_of(algorithm::step step) {
  auto answer = answer_of(std::move(step));
  if (answer) throw std::logic_error("an error was expected");
  return answer.error();
}

inline std::vector<varve::event_id> ids_of(algorithm::step step) {
  const auto ids = as<algorithm::find_events>(std::move(step)).ids;
  return {ids.begin(), ids.end()};
}

/// `type data` of each event.
inline std::vector<std::string> events_of(const varve::append_request& request) {
  std::vector<std::string> out;
  for (const auto& event : request.writes.at(0).events) out.push_back(event.type + ' ' + event.data);
  return out;
}

/// From the start to the append, over a stream without events and with nothing found under any id.
inline varve::append_request first_append(one& handle) {
  auto step = handle->start();
  if (std::holds_alternative<algorithm::find_events>(step))
    step = handle->on_found(found(as<algorithm::find_events>(std::move(step)).ids.size()));
  as<algorithm::read_page>(std::move(step));
  return request_of(handle->on_page(page_of({})));
}

}  // namespace handling

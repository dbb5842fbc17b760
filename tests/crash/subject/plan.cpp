#include "plan.hpp"

#include <varve/core/record.hpp>

#include "views.hpp"

#include <array>
#include <string>

namespace varve::crash {
namespace {

constexpr int steps_in_round = 8;
constexpr std::array<const char*, 5> countries{"DE", "ES", "FR", "GB", "NL"};

event_id id_of(int number, int index) {
  event_id id;
  for (std::size_t byte = 0; byte < 4; ++byte)
    id.value.bytes[2 + byte] = static_cast<std::uint8_t>(number >> (24 - 8 * static_cast<int>(byte)));
  id.value.bytes[6] = 0x70;
  id.value.bytes[8] = 0x80;
  id.value.bytes[15] = static_cast<std::uint8_t>(index);
  return id;
}

/// Gives an event all that is its own: nothing is left to the clock or to chance.
new_event complete(new_event event, int number, int index) {
  event.id = id_of(number, index);
  event.occurred_at = timestamp{std::chrono::seconds{1'700'000'000 + number}};
  event.metadata = "{\"step\":" + std::to_string(number) + "}";
  event.tags.add("order:" + std::to_string(number)).value();
  return event;
}

new_event order_event(const event_of<family>& event, int number, int index) {
  return complete(record<family>(event).value(), number, index);
}

std::string country_of(int number) {
  return countries[static_cast<std::size_t>(number) % countries.size()];
}

std::vector<new_event> placed_events(int number, int count) {
  std::vector<new_event> events;
  for (int index = 0; index < count; ++index)
    events.push_back(order_event(placed{country_of(number), 100 * number + index}, number, index));
  return events;
}

std::vector<new_event> notes(int number) {
  std::vector<new_event> events;
  for (int index = 10; index < 13; ++index) {
    new_event note;
    note.type = "noted";
    note.data = "{\"text\":\"" + std::string(200, static_cast<char>('a' + number % 26)) + "\"}";
    events.push_back(complete(std::move(note), number, index));
  }
  return events;
}

stream_id order(int number) {
  return {"order", std::to_string(number)};
}

stream_id note(int number) {
  return {"note", std::to_string(number)};
}

append_request order_with_notes(int number) {
  auto request = append_request::to(order(number), placed_events(number, 1));
  request.writes.push_back({note(number), expected::no_stream(), notes(number)});
  request.checks.push_back({order(number - 2), expected::stream_exists()});
  return request;
}

append_request cancellation(int number, int of) {
  return append_request::to(order(of), {order_event(cancelled{country_of(of), 100 * of}, number, 0)},
                            revision{0});
}

append_request conditional(int number, bool holds) {
  auto request = append_request::to(order(number), placed_events(number, 1));
  const query_item mine{{}, {"order:" + std::to_string(number)}};
  const query_item every{{std::string(placed::event_name)}, {}};
  request.condition = append_condition{{{holds ? mine : every}}, {}};
  return request;
}

append_request change_of_notes(int number, int of) {
  append_request request;
  switch (number / steps_in_round % 3) {
    case 0: request = append_request::soft_delete(note(of)); break;
    case 1: request = append_request::truncate(note(of), revision{2}); break;
    default: request = append_request::hard_delete(note(of)); break;
  }
  request.change->id = id_of(number, 0);
  return request;
}

append_request request_of(int number) {
  const bool odd_round = number / steps_in_round % 2 == 1;
  switch (number % steps_in_round) {
    case 0: return append_request::to(order(number), placed_events(number, 1), expected::no_stream());
    case 1: return append_request::to(order(number), placed_events(number, 4), expected::no_stream());
    case 2: return order_with_notes(number);
    case 3: return cancellation(number, number - 3);
    case 4: return append_request::to(order(number - 4), placed_events(number, 1), expected::no_stream());
    case 5: return request_of(number - 4);
    case 6: return conditional(number, !odd_round);
    default: return change_of_notes(number, number - 5);
  }
}

std::vector<event_id> ids_of(const append_request& request) {
  std::vector<event_id> ids;
  if (request.change) ids.push_back(*request.change->id);
  for (const auto& write : request.writes)
    for (const auto& event : write.events) ids.push_back(*event.id);
  return ids;
}

}  // namespace

std::vector<step> plan() {
  std::vector<step> out;
  for (int number = 0; number < steps; ++number) {
    const int place = number % steps_in_round;
    const bool odd_round = number / steps_in_round % 2 == 1;
    step& added = out.emplace_back();
    added.request = request_of(number);
    added.loses = place == 4 || (place == 6 && odd_round);
    added.repeats = place == 5;
    added.waits = !(place < 2 && odd_round);
    if (!added.loses) added.ids = ids_of(added.request);
  }
  return out;
}

step guest_step(int turn) {
  const int number = 10'000 + turn;
  step out;
  out.request = append_request::to(stream_id{"guest", std::to_string(turn)}, placed_events(number, 2));
  out.ids = ids_of(out.request);
  return out;
}

}  // namespace varve::crash

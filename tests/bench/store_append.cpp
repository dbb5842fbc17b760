#include "store_append.hpp"

#include "numbered_name.hpp"
#include "race.hpp"
#include "stopwatch.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <semaphore>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace bench {
namespace {

varve::new_event new_event_of(const event& from, tagging tags) {
  varve::new_event out;
  out.id.emplace();
  out.id->value.bytes = from.id;
  out.type = type_names[static_cast<std::size_t>(from.type - 1)];
  out.data = from.data;
  out.metadata = from.metadata;
  out.occurred_at = varve::timestamp{std::chrono::nanoseconds{from.time}};
  if (tags == tagging::two) out.tags = {from.tags[0], from.tags[1]};
  return out;
}

varve::expected expectation_of(const event& first) {
  return first.revision == 0 ? varve::expected::no_stream()
                             : varve::expected{varve::revision{first.revision - 1}};
}

varve::append_request append_of(std::span<const event> events, tagging tags) {
  varve::append_request out;
  std::unordered_map<std::int64_t, std::size_t> write_of;
  for (const auto& each : events) {
    const auto [at, fresh] = write_of.emplace(each.stream, out.writes.size());
    if (fresh) out.writes.push_back({each.stream_name, expectation_of(each), {}});
    out.writes[at->second].events.push_back(new_event_of(each, tags));
  }
  return out;
}

void append(varve::event_store& store, varve::append_request&& request) {
  static_cast<void>(varve::to_result(store.append_and_wait(std::move(request))).value());
}

std::uint64_t events_in(const std::vector<varve::append_request>& appends) {
  std::uint64_t out = 0;
  for (const auto& each : appends)
    for (const auto& write : each.writes) out += write.events.size();
  return out;
}

}  // namespace

std::vector<varve::append_request> appends_of(std::span<const event> events, std::size_t events_per_append,
                                              tagging tags) {
  std::vector<varve::append_request> out;
  for (std::size_t first = 0; first + events_per_append <= events.size(); first += events_per_append)
    out.push_back(append_of(events.subspan(first, events_per_append), tags));
  return out;
}

sample append_to(varve::event_store& store, std::vector<varve::append_request> appends) {
  sample measured{.items = events_in(appends)};
  const stopwatch watch;
  for (auto& each : appends) append(store, std::move(each));
  measured.seconds = watch.seconds();
  return measured;
}

sample stream_to(varve::event_store& store, std::vector<varve::append_request> appends,
                 std::size_t in_flight) {
  sample measured{.items = events_in(appends)};
  std::atomic<bool> good = true;
  std::counting_semaphore<> room{static_cast<std::ptrdiff_t>(in_flight)};
  const stopwatch watch;
  for (auto& each : appends) {
    room.acquire();
    store.append(std::move(each), [&](const varve::append_outcome& outcome) {
      if (!std::holds_alternative<varve::appended>(outcome)) good = false;
      room.release();
    });
  }
  for (std::size_t i = 0; i < in_flight; ++i) room.acquire();
  measured.seconds = watch.seconds();
  if (!good) throw std::runtime_error("an append of the benchmark was not written");
  return measured;
}

store_callers::caller::caller(std::span<const event> events, std::size_t number, std::size_t all) {
  for (std::size_t appended = 0; appended < events.size() / all; ++appended) {
    event mine = events[number + all * appended];
    place_in_share(mine, number, all, appended);
    mine.stream_name = numbered_name("order-", 8, static_cast<std::uint64_t>(mine.stream));
    appends.push_back(append_of({&mine, 1}, tagging::none));
  }
}

void store_callers::caller::run(varve::event_store& store) {
  for (auto& each : appends) {
    const stopwatch waiting;
    append(store, std::move(each));
    worst_wait_seconds = std::max(worst_wait_seconds, waiting.seconds());
  }
}

store_callers::store_callers(std::span<const event> events, std::size_t all, std::size_t first,
                             std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) callers_.emplace_back(events, first + i, all);
}

sample store_callers::append_to(varve::event_store& store) {
  sample measured;
  for (const auto& each : callers_) measured.items += each.appends.size();
  measured.seconds = race(callers_, [&](caller& one) { one.run(store); });
  for (const auto& each : callers_)
    measured.worst_wait_seconds = std::max(measured.worst_wait_seconds, each.worst_wait_seconds);
  return measured;
}

}  // namespace bench

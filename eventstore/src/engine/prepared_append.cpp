#include <varve/core/json.hpp>
#include <varve/core/name.hpp>
#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include <algorithm>

namespace varve::engine {
namespace {

error refused(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

result<void> check_event(new_event& event) {
  if (!is_name(event.type))
    return refused("its type is valid UTF-8 of 1 to 255 bytes without control characters");
  if (is_reserved(event.type)) return refused("the type '" + event.type + "' is reserved");
  if (auto good = check_data(event); !good) return good;
  return check_metadata(event.metadata);
}

result<void> check_stream(const stream_id& stream) {
  if (stream.name().empty()) return refused("a stream's name is missing");
  return {};
}

result<void> check_expected(const expected& demand, const stream_id& stream) {
  if (demand.what() == expected::kind::exactly && demand.revision() < revision{0})
    return refused("stream " + stream.name() + ": an expected revision is not negative");
  return {};
}

result<void> check_write(stream_write& write) {
  if (auto good = check_stream(write.stream); !good) return good;
  if (write.stream.reserved()) return refused("stream " + write.stream.name() + " is reserved");
  if (auto good = check_expected(write.expected, write.stream); !good) return good;
  if (write.events.empty()) return refused("the write to stream " + write.stream.name() + " has no events");
  for (std::size_t i = 0; i < write.events.size(); ++i)
    if (auto good = check_event(write.events[i]); !good)
      return refused("stream " + write.stream.name() + ", event " + std::to_string(i) + ": " +
                     good.error().message);
  return {};
}

result<void> check_ids(const std::vector<stream_write>& writes) {
  std::size_t events = 0;
  for (const auto& write : writes) events += write.events.size();
  std::vector<event_id> ids;
  ids.reserve(events);
  for (const auto& write : writes)
    for (const auto& event : write.events)
      if (event.id) ids.push_back(*event.id);
  if (!std::ranges::is_sorted(ids)) std::ranges::sort(ids);
  if (const auto twice = std::ranges::adjacent_find(ids); twice != ids.end())
    return refused("event id " + twice->to_string() + " stands twice in one append");
  return {};
}

result<void> check_condition(const append_condition& condition) {
  if (condition.after.position < position{0}) return refused("condition: a position is not negative");
  if (auto good = check(condition.query); !good) return refused("condition: " + good.error().message);
  return {};
}

result<void> check_writes(append_request& request) {
  if (request.writes.empty() && request.checks.empty() && !request.condition)
    return refused("an append needs writes, checks or a condition");
  for (auto& write : request.writes)
    if (auto good = check_write(write); !good) return good;
  for (const auto& check : request.checks) {
    if (auto good = check_stream(check.stream); !good) return good;
    if (auto good = check_expected(check.expected, check.stream); !good) return good;
  }
  if (request.condition)
    if (auto good = check_condition(*request.condition); !good) return good;
  return check_ids(request.writes);
}

result<void> check_change(append_request& request) {
  stream_change& change = *request.change;
  const bool truncates = change.what == stream_change::kind::truncate;
  if (!request.writes.empty() || !request.checks.empty() || request.condition)
    return refused("deleting or truncating is an append of its own, without writes, checks or condition");
  if (auto good = check_stream(change.stream); !good) return good;
  if (change.stream.reserved()) return refused("stream " + change.stream.name() + " is reserved");
  if (auto good = check_expected(change.expected, change.stream); !good) return good;
  if (truncates && change.expected != expected::any())
    return refused("truncating stream " + change.stream.name() + " takes no expectation");
  if (change.before < revision{0} || (!truncates && change.before != revision{0}))
    return refused("stream " + change.stream.name() +
                   ": 'before' is a revision, not negative, and only for truncating");
  return check_metadata(change.metadata);
}

result<void> check_size(std::size_t events, std::size_t bytes) {
  if (events > most_events_in_append)
    return error{errc::too_large, "an append has at most " + std::to_string(most_events_in_append) +
                                      " events, not " + std::to_string(events)};
  if (bytes > most_bytes_in_append)
    return error{errc::too_large, "an append has at most " + std::to_string(most_bytes_in_append) +
                                      " bytes of data and metadata, not " + std::to_string(bytes)};
  return {};
}

}  // namespace

result<prepared_append> prepared_append::make(append_request request, const clock& time,
                                              event_id_generator& ids) {
  if (auto good = request.change ? check_change(request) : check_writes(request); !good)
    return std::move(good).error();

  prepared_append out;
  out.request_ = std::move(request);
  out.taken_at_ = time.now();
  if (auto& change = out.request_.change) {
    out.bytes_ = change->metadata.size();
    out.change_named_ = change->id.has_value();
    if (!change->id) change->id = ids.next();
  }
  out.measure();
  if (auto good = check_size(out.size(), out.bytes_); !good) return std::move(good).error();
  out.complete(ids);
  return out;
}

void prepared_append::measure() {
  std::size_t events = 0;
  for (const auto& write : request_.writes) events += write.events.size();
  entries_.reserve(events);
  for (std::uint32_t i = 0; i < request_.writes.size(); ++i)
    for (const auto& event : request_.writes[i].events) {
      entries_.push_back({&event, i, event.id.has_value(), {}});
      bytes_ += event.data.size() + event.metadata.size();
    }
}

void prepared_append::complete(event_id_generator& ids) {
  auto next = entries_.begin();
  for (auto& write : request_.writes)
    for (auto& event : write.events) {
      if (!event.id) event.id = ids.next();
      if (!event.occurred_at) event.occurred_at = taken_at_;
      (next++)->content_digest = content_digest(write.stream.name(), event.type, content_type_of(event),
                                                event.data, event.tags.view());
    }
}

std::vector<event_id> prepared_append::ids() const {
  if (request_.change) return {*request_.change->id};
  std::vector<event_id> out;
  out.reserve(entries_.size());
  for (const auto& one : entries_) out.push_back(*one.event->id);
  return out;
}

new_event prepared_append::change_event(revision next) const {
  const stream_change& asked = *request_.change;
  const revision before = asked.what == stream_change::kind::truncate ? asked.before : next;
  new_event out;
  out.id = asked.id;
  out.type = type_of(asked.what);
  out.data = data_of({asked.what, asked.stream.name(), before});
  out.metadata = asked.metadata;
  out.occurred_at = taken_at_;
  return out;
}

}  // namespace varve::engine

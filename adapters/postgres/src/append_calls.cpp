#include "append_calls.hpp"

#include <varve/eventstore/engine/change.hpp>

#include "checksum.hpp"

namespace varve::postgres {
namespace {

constexpr int arguments_of_append = 41;
constexpr int arguments_of_change = 15;
/// What a server can send to a client that does not read: its own buffer has 8 KB, and the sockets' have
/// more.
constexpr std::size_t most_bytes_unread = 16'000;

}  // namespace

std::string call_of(const std::string& log, const char* function, int arguments) {
  std::string out = "SELECT * FROM \"" + log + "\"." + function + '(';
  for (int i = 1; i <= arguments; ++i) out.append(i == 1 ? "$" : ",$").append(std::to_string(i));
  return out + ')';
}

parameters begin_call(const call_facts& facts) {
  return parameters::of(facts.barriers, std::int64_t{facts.now.time_since_epoch().count()},
                        facts.spare.value);
}

append_calls::append_calls(const std::string& log)
    : append_(call_of(log, "append_1", arguments_of_append)),
      // In the one statement, since the next might be carried out elsewhere or not at all. OFFSET 0 keeps the
      // rows in their order.
      change_(
          call_of(log, "change_1", arguments_of_change) +
          " c LEFT JOIN LATERAL (SELECT e.position, s.name, n.name, e.data FROM \"" + log +
          "\".events e LEFT JOIN \"" + log + "\".streams s ON s.stream = e.stream LEFT JOIN \"" + log +
          "\".names n ON n.key = e.type WHERE c.what = 1 AND e.position = c.position OFFSET 0) e ON true"),
      barrier_(call_of(log, "barrier_1", 1)),
      find_("SELECT e.position FROM unnest($1::uuid[]) n(id) JOIN \"" + log + "\".events e ON e.id = n.id") {}

statement append_calls::append(const call_facts& facts, const append_batch& batch) const {
  statement out{append_, begin_call(facts), "append_1"};
  batch.add_to(out.values);
  if (batch.most_bytes_of_answer() > most_bytes_unread) out.kept_as = "varve " + facts.spare.to_string();
  return out;
}

statement append_calls::change(const call_facts& facts, const engine::prepared_append& append,
                               revision next) const {
  const stream_change& asked = *append.request().change;
  const new_event event = append.change_event(next);
  const std::int64_t occurred_at = event.occurred_at->time_since_epoch().count();
  const digest content = content_digest(engine::change_stream, event.type, json_content_type, event.data, {});
  const bool truncates = asked.what == stream_change::kind::truncate;
  const expected& demand = asked.expected;

  statement out{change_, begin_call(facts)};
  parameters& values = out.values;
  values.add(static_cast<std::int32_t>(asked.what) + 1);
  values.add(asked.stream.name());
  values.add(static_cast<std::int32_t>(demand.what()));
  values.add(revision_in(demand));
  values.add((truncates ? asked.before : next).value());
  values.add(event.id->value);
  values.add(event.type);
  values.add(occurred_at);
  values.add_bytes(bytes_of(content));
  values.add(content_check({engine::change_stream,
                            event.type,
                            *event.id,
                            content,
                            occurred_at,
                            {},
                            {},
                            event.metadata,
                            event.data}));
  if (event.metadata.empty()) {
    values.add_null_bytes();
  } else {
    values.add_bytes(event.metadata);
  }
  values.add_bytes(event.data);
  return out;
}

statement append_calls::barrier(const varve::epoch& spare) const {
  return {barrier_, parameters::of(spare.value)};
}

statement append_calls::find(std::span<const event_id> ids) const {
  array_parameter wanted{type_oid::uuid};
  for (const auto& id : ids) wanted.add(id.value);
  return {find_, parameters::of(wanted)};
}

}  // namespace varve::postgres

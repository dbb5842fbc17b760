#include <varve/core/digest.hpp>

#include "checksum.hpp"
#include "event_row.hpp"
#include "log_reader.hpp"

#include <algorithm>
#include <unordered_map>

namespace varve::postgres {
namespace {

/// How many events a slice looks at; the lock of the log is not held meanwhile.
constexpr std::int64_t most_looked_at = 10'000;
/// Of what is fetched to be compacted; at least one event is.
constexpr std::int64_t most_bytes_fetched = std::int64_t{16} << 20U;

/// The arrays of one call of `compact_2`.
struct skeletons {
  array_parameter positions{type_oid::int8};
  array_parameter envelopes{type_oid::bytes};
  array_parameter checksums{type_oid::int8};

  void add(const event_row& row) {
    const std::string_view metadata = row.metadata.empty() ? std::string_view("{}") : row.metadata;
    const digest remains = envelope_digest(metadata, time_of(row.occurred_at), time_of(row.recorded_at));
    positions.add(row.position);
    envelopes.add(bytes_of(remains));
    checksums.add(content_check({row.stream,
                                 row.type,
                                 row.id,
                                 row.content_digest,
                                 row.occurred_at,
                                 {},
                                 row.tags,
                                 bytes_of(remains),
                                 {}}) +
                  place_check({row.position, row.revision, row.recorded_at, row.behind, row.ahead}));
  }
};

}  // namespace

compaction_slice log_reader::compact(position after, std::size_t most) {
  const token head = state().head;
  compaction_slice out;
  const std::int64_t from = std::min(after, head.position).value();
  std::int64_t reached = std::min(from + most_looked_at, head.position.value());
  const auto limit = static_cast<std::int64_t>(std::min(most, static_cast<std::size_t>(most_looked_at)));

  const rows hidden = read_on(head.epoch, ask_.hidden(from, reached, limit));
  array_parameter wanted{type_oid::int8};
  std::unordered_map<std::int64_t, std::int64_t> bytes;  // by position
  std::int64_t sum = 0;
  for (int row = 0; row < hidden.size() && sum < most_bytes_fetched; ++row) {
    wanted.add(hidden.integer(row, 0));
    sum += bytes[hidden.integer(row, 0)] = hidden.integer(row, 1);
  }
  if (wanted.size() == limit || wanted.size() < hidden.size()) reached = hidden.integer(wanted.size() - 1, 0);

  if (!wanted.empty()) {
    const rows found = read_on(head.epoch, ask_.events_at(wanted));
    key_names names;
    add_names(head.epoch, found, names);
    skeletons left;
    for (int row = 0; row < found.size(); ++row)
      if (const auto event = event_row::at(found, row, names); !event.compacted) left.add(event);
    const rows done = through_.run(ask_.compact(head.epoch, left.positions, left.envelopes, left.checksums));
    if (done.size() == 0 && state().head.epoch != head.epoch) throw changed_log{};
    out.events = done.size();
    for (int row = 0; row < done.size(); ++row) out.bytes += bytes.at(done.integer(row, 0));
  }
  out.scanned = position{reached};
  out.end = out.scanned == head.position;
  return out;
}

}  // namespace varve::postgres

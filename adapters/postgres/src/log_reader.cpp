#include "log_reader.hpp"

#include <varve/eventstore/engine/stream_state.hpp>

#include "standby_server.hpp"

#include <cstring>
#include <utility>

namespace varve::postgres {
namespace {

/// A row of the columns that `queries` asks for a reference.
event_ref reference_of(const rows& from, int row) {
  event_ref out;
  out.position = position{from.integer(row, 0)};
  out.commit = position{from.integer(row, 0) - from.integer(row, 1)};
  out.stream = from.bytes(row, 2);
  out.revision = revision{from.integer(row, 3)};
  out.id = event_id{from.uuid(row, 4)};
  out.type = from.bytes(row, 5);
  out.occurred_at = time_of(from.integer(row, 6));
  out.recorded_at = time_of(from.integer(row, 7));
  const std::string_view content = from.bytes(row, 8);
  if (content.size() == out.content_digest.bytes.size())
    std::memcpy(out.content_digest.bytes.data(), content.data(), content.size());
  return out;
}

stream_summary summary_of(const rows& from, int row) {
  engine::stream_state state;
  state.last = revision{from.integer(row, 4)};
  state.first_visible = revision{from.integer(row, 1)};
  if (!from.is_null(row, 2)) state.deleted_before = revision{from.integer(row, 2)};
  state.closed = from.boolean(row, 3);
  return {std::string(from.bytes(row, 0)), *state.last, state.next() - state.first_visible, state.deleted()};
}

std::vector<ancestor> ancestors_of(const rows& from) {
  std::vector<ancestor> out;
  for (int row = 0; row < from.size(); ++row)
    out.push_back({epoch{from.uuid(row, 0)}, position{from.integer(row, 1)}, event_id{from.uuid(row, 2)},
                   std::string(from.bytes(row, 3))});
  return out;
}

}  // namespace

log_state log_state::of(const rows& from) {
  if (!from.boolean(0, 2)) throw moved_log{};
  return {{epoch{from.uuid(0, 0)}, position{from.integer(0, 1)}}, from.boolean(0, 3)};
}

log_reader::snapshot log_reader::look(std::vector<statement> what) {
  const token before = seen_.furthest();
  what.insert(what.begin(), ask_.state());
  auto answers = through_.read(what);
  const auto now = log_state::of(answers.front());
  answers.erase(answers.begin());
  try {
    seen_.take(now, before);
  } catch (const standby_server&) {
    through_.give_up();
    throw;
  }
  return {now, std::move(answers)};
}

log_state log_reader::state() {
  return look({}).now;
}

rows log_reader::read(statement what) {
  return std::move(look({std::move(what)}).answers.front());
}

rows log_reader::read_on(const epoch& life, statement what) {
  auto found = look({std::move(what)});
  if (found.now.head.epoch != life) throw changed_log{};
  return std::move(found.answers.front());
}

result<void> log_reader::check(const token& place, const log_state& now) {
  log_info known;
  known.epoch = now.head.epoch;
  known.head = now.head;
  if (place.epoch.stated() && place.epoch != now.head.epoch)
    known.ancestors = ancestors_of(read_on(now.head.epoch, ask_.ancestors()));
  if (shares(known, place)) return {};
  if (now.standby && place.epoch == now.head.epoch) {
    through_.give_up();
    throw standby_server{"a standby has answered that ends at " + now.head.to_string() +
                         " and has not come to " + place.to_string() + " yet"};
  }
  return error{errc::wrong_epoch,
               "the token " + place.to_string() + " belongs to a history that this log does not share"};
}

void log_reader::add_names(const epoch& life, const rows& events, key_names& to) {
  for (int row = 0; row < events.size(); ++row) {
    to.streams.try_emplace(events.integer(row, stream_column));
    to.types.try_emplace(events.integer(row, type_column));
  }
  const auto missing = names_.find(life, to);
  if (missing.streams.empty() && missing.types.empty()) return;
  const rows found = read_on(life, ask_.names(missing.streams, missing.types));
  for (int row = 0; row < found.size(); ++row)
    (found.boolean(row, 0) ? to.streams : to.types)[found.integer(row, 1)] = found.bytes(row, 2);
  if (static_cast<std::size_t>(found.size()) != missing.streams.size() + missing.types.size())
    throw failure{{errc::corrupt, "an event's stream or type has no name: the log is damaged"}};
  names_.add(life, to);
}

std::vector<std::optional<event_ref>> log_reader::find(std::span<const event_id> ids) {
  std::vector<std::optional<event_ref>> out(ids.size());
  const rows found = read(ask_.find(ids));
  for (int row = 0; row < found.size(); ++row)
    out[static_cast<std::size_t>(found.integer(row, 9) - 1)] = reference_of(found, row);
  return out;
}

std::optional<event_ref> log_reader::event_at(position at) {
  const rows found = read(ask_.reference(at.value()));
  return found.size() == 0 ? std::nullopt : std::optional(reference_of(found, 0));
}

stream_listing log_reader::list(const stream_range& range) {
  stream_listing out;
  const rows found = read(ask_.list(range));
  for (int row = 0; row < found.size(); ++row) {
    out.end = out.streams.size() < range.limit;
    if (!out.end) break;
    out.streams.push_back(summary_of(found, row));
  }
  return out;
}

log_info log_reader::info() {
  const auto [now, answers] = look({ask_.ancestors(), ask_.counts()});
  log_info out;
  out.head = now.head;
  out.epoch = out.head.epoch;
  out.ancestors = ancestors_of(answers[0]);
  const std::int64_t changes = answers[1].integer(0, 0);
  out.events = out.head.position.value() - changes;
  out.streams = answers[1].integer(0, 1) - (changes > 0 ? 1 : 0);
  out.bytes = answers[1].integer(0, 2);
  return out;
}

}  // namespace varve::postgres

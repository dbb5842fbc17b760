#include "contents.hpp"

#include <varve/eventstore/engine/filter_matcher.hpp>
#include <varve/eventstore/engine/judge.hpp>

#include <utility>

namespace varve::memory {
namespace {

/// Leaves what remains of an event for ever; answers with the bytes that are gone.
std::int64_t take_away(event& from) {
  const new_event whole = std::exchange(from.what, {.id = from.what.id,
                                                    .type = from.what.type,
                                                    .tags = from.what.tags,
                                                    .occurred_at = from.what.occurred_at});
  from.envelope_digest = envelope_digest(engine::metadata_of(whole), *whole.occurred_at, from.recorded_at);
  return static_cast<std::int64_t>(whole.data.size() + whole.metadata.size());
}

}  // namespace

timestamp contents::last_append() const {
  return events_.empty() ? timestamp::min() : events_.back().recorded_at;
}

const event* contents::event_of(const event_id& id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? nullptr : &at(found->second);
}

const stream* contents::stream_of(std::string_view name) const {
  const auto found = streams_.find(name);
  return found == streams_.end() ? nullptr : &found->second;
}

std::optional<engine::standing_event> contents::find(const event_id& id) {
  const event* const found = event_of(id);
  if (found == nullptr) return std::nullopt;
  return engine::standing_event{found->position, found->revision, found->content_digest};
}

std::optional<engine::change> contents::change_at(position place) {
  const event& found = at(place);
  if (found.stream->name != engine::change_stream) return std::nullopt;
  return engine::parse_change(found.what.type, found.what.data);
}

engine::stream_state contents::stream(std::string_view name) {
  const memory::stream* const found = stream_of(name);
  return found == nullptr ? engine::stream_state{} : found->state;
}

// The newest first: what a condition looks for was most likely written a moment ago.
std::optional<position> contents::match(const query& which, position after) {
  for (position place = info_.head.position; place > after; place = place.previous()) {
    const new_event& found = at(place).what;
    if (engine::matches(which, found.type, found.tags.view())) return place;
  }
  return std::nullopt;
}

appended contents::write(const engine::prepared_append& append, timestamp recorded_at) {
  appended out = engine::place(append, *this);
  if (const auto& change = append.request().change) {
    new_event what = append.change_event(stream(change->stream.name()).next());
    const digest content = content_digest(engine::change_stream, what.type, json_content_type, what.data, {});
    add(engine::change_stream, std::move(what), content, recorded_at, out.first, out.last);
  }
  for (const auto& entry : append.entries())
    add(append.request().writes[entry.write].stream.name(), *entry.event, entry.content_digest, recorded_at,
        out.first, out.last);
  return out;
}

void contents::write(const import_batch& batch) {
  for (const auto& each : batch.events) {
    event& added = add(each.stream.name(), each.what, each.content_digest, each.recorded_at, each.commit,
                       each.commit_end);
    added.envelope_digest = each.envelope_digest;
  }
  info_.ancestors = batch.ancestors;
}

compaction_slice contents::compact(position after, const compaction_limits& most, const clock& time) {
  const instant until = time.steady() + most.longest;
  compaction_slice out{
      .scanned = std::min(after, info_.head.position), .end = false, .events = 0, .bytes = 0};
  bool more = true;
  while (more && out.scanned < info_.head.position) {
    out.scanned = out.scanned.next();
    event& e = events_[static_cast<std::size_t>(out.scanned.value() - 1)];
    if (hidden(e) && !e.envelope_digest) {
      out.bytes += take_away(e);
      ++out.events;
    }
    more = static_cast<std::size_t>(out.events) < most.most_compacted && time.steady() < until;
  }
  out.end = out.scanned == info_.head.position;
  return out;
}

void contents::inherit(const contents& older, position shared, std::string cause) {
  for (position place{1}; place <= shared; place = place.next()) {
    const event& old = older.at(place);
    add(old.stream->name, old.what, old.content_digest, old.recorded_at, old.commit, old.commit_end)
        .envelope_digest = old.envelope_digest;
  }
  info_.ancestors = older.info_.ancestors;
  const event_id last = events_.empty() ? event_id{} : *events_.back().what.id;
  info_.ancestors.push_back({older.info_.epoch, shared, last, std::move(cause)});
}

stream& contents::open_stream(std::string_view name) {
  const auto known = streams_.find(name);
  if (known != streams_.end()) return known->second;
  return streams_.emplace(name, memory::stream{std::string(name), {}, {}}).first->second;
}

event& contents::add(std::string_view name, new_event what, const digest& content, timestamp recorded_at,
                     position commit, position commit_end) {
  if (name == engine::change_stream)
    if (const auto change = engine::parse_change(what.type, what.data))
      engine::apply(*change, open_stream(change->stream).state);

  memory::stream& home = open_stream(name);
  const position place = info_.head.position.next();
  home.state.last = home.state.next();
  home.events.push_back(place);
  ids_.emplace(*what.id, place);
  events_.push_back(
      {place, commit, commit_end, &home, *home.state.last, recorded_at, content, {}, std::move(what)});
  info_.head.position = place;
  if (!is_reserved(name)) {
    ++info_.events;
    if (home.events.size() == 1) ++info_.streams;
  }
  return events_.back();
}

}  // namespace varve::memory

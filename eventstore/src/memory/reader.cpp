#include "reader.hpp"

#include <varve/eventstore/engine/filter_matcher.hpp>
#include <varve/eventstore/engine/page_builder.hpp>
#include <varve/eventstore/engine/page_ends.hpp>
#include <varve/eventstore/engine/read_deadline.hpp>

#include <algorithm>

namespace varve::memory {
namespace {

bool passes(const filter& which, const read_options& how, const event& e) {
  if (e.envelope_digest && !how.skeletons) return false;
  return engine::matches(which, e.stream->name, e.what.type, e.what.tags.view());
}

void give(engine::page_builder& out, const event& e) {
  event_view view;
  view.position = e.position;
  view.commit = e.commit;
  view.revision = e.revision;
  view.id = *e.what.id;
  view.occurred_at = *e.what.occurred_at;
  view.recorded_at = e.recorded_at;
  view.stream = stream_view{out.keep(e.stream->name)};
  view.type = out.keep(e.what.type);
  view.tags = tags_view{out.keep(e.what.tags.packed())};
  view.content_digest = out.keep(e.content_digest);
  if (e.envelope_digest) {
    view.envelope_digest = out.keep(*e.envelope_digest);
  } else {
    view.content_type = out.keep(engine::content_type_of(e.what));
    view.data = out.keep(e.what.data);
    view.metadata = out.keep(engine::metadata_of(e.what));
  }
  out.add(view);
}

/// Places from `first` to `last`, both included, in one direction; none when `last` lies the other way.
struct walk {
  std::int64_t first;
  std::int64_t last;
  std::int64_t step;

  walk(std::int64_t lowest, std::int64_t highest, direction way)
      : first(way == direction::forward ? lowest : highest),
        last(way == direction::forward ? highest : lowest),
        step(way == direction::forward ? 1 : -1) {}

  [[nodiscard]] bool behind(std::int64_t place) const { return step > 0 ? place > last : place < last; }
};

struct walked {
  std::optional<std::int64_t> scanned;
  bool end = true;
};

/// Gives what is wanted until one more than `limit` has been found.
template<class Wanted, class Give>
result<walked> take_exactly(const walk& way, const read_options& how, const clock& time, const Wanted& wanted,
                            const Give& give_it) {
  engine::read_deadline deadline{how, time, "reading"};
  walked out;
  std::size_t given = 0;
  for (std::int64_t place = way.first; !way.behind(place); place += way.step) {
    if (deadline.come()) return deadline.kept().error();
    if (wanted(place)) {
      out.end = given++ < how.limit;
      if (!out.end) break;
      give_it(place);
    }
    out.scanned = place;
  }
  if (how.limit == 0) out.scanned.reset();
  return out;
}

}  // namespace

result<page> reader::read_log(position after, const filter& which, const read_options& how) const {
  if (how.whole_commits) return read_commits(after, which, how);
  const bool forward = how.direction == direction::forward;
  const std::int64_t head = log_.info().head.position.value();
  const walk way = forward ? walk(std::min(after.value(), head) + 1, head, how.direction)
                           : walk(1, std::min(after.value() - 1, head), how.direction);
  engine::page_builder out;
  const auto done = take_exactly(
      way, how, time_, [&](std::int64_t place) { return passes(which, how, log_.at(position{place})); },
      [&](std::int64_t place) { give(out, log_.at(position{place})); });
  if (!done) return done.error();

  page::facts known{log_.info().head, {}, {}, {}, done->end};
  if (done->scanned) known.scanned = mark(position{*done->scanned});
  if (done->scanned && forward) {
    const event& last = log_.at(position{*done->scanned});
    const position edge = last.commit_end == last.position ? last.position : last.commit.previous();
    if (edge > after) known.edge = mark(edge);
  }
  return out.finish(known);
}

result<page> reader::read_commits(position after, const filter& which, const read_options& how) const {
  const position head = log_.info().head.position;
  engine::read_deadline deadline{how, time_, "reading"};
  engine::page_builder out;
  page::facts known{log_.info().head, {}, {}, {}, false};
  position next = std::min(after, head).next();
  const position enough = next + engine::most_looked_at;
  while (next <= head && next < enough && out.size() < how.limit) {
    const position last = log_.at(next).commit_end;
    std::vector<const event*> wanted;
    for (position place = next; place <= last; place = place.next()) {
      if (deadline.come()) return deadline.kept().error();
      if (passes(which, how, log_.at(place))) wanted.push_back(&log_.at(place));
    }
    if (out.size() > 0 && out.size() + wanted.size() > how.limit) break;
    for (const event* const e : wanted) give(out, *e);
    known.scanned = known.edge = mark(last);
    next = last.next();
  }
  known.end = next > head;
  return out.finish(known);
}

result<page> reader::read_stream(std::string_view name, revision from, const filter& which,
                                 const read_options& how) const {
  const stream* const found = log_.stream_of(name);
  const std::int64_t count = found == nullptr ? 0 : static_cast<std::int64_t>(found->events.size());
  const walk way = how.direction == direction::forward
                       ? walk(std::min(from.value(), count), count - 1, how.direction)
                       : walk(0, std::min(from.value(), count - 1), how.direction);
  const auto at = [&](std::int64_t place) -> const event& {
    return log_.at(found->events[static_cast<std::size_t>(place)]);
  };
  engine::page_builder out;
  const auto done = take_exactly(
      way, how, time_,
      [&](std::int64_t place) {
        return revision{place} >= found->state.first_visible && passes(which, how, at(place));
      },
      [&](std::int64_t place) { give(out, at(place)); });
  if (!done) return done.error();

  page::facts known{log_.info().head, {}, {}, {}, done->end};
  if (done->scanned) known.scanned_revision = revision{*done->scanned};
  return out.finish(known);
}

stream_listing reader::list(const stream_range& range) const {
  stream_listing out;
  const auto& streams = log_.streams();
  auto next = streams.lower_bound(range.prefix);
  if (range.after >= range.prefix && !range.after.empty()) next = streams.upper_bound(range.after);
  for (; next != streams.end() && next->first.starts_with(range.prefix); ++next) {
    const stream& s = next->second;
    if (s.events.empty() || is_reserved(s.name)) continue;
    out.end = out.streams.size() < range.limit;
    if (!out.end) break;
    out.streams.push_back({s.name, *s.state.last, s.state.next() - s.state.first_visible, s.state.deleted()});
  }
  return out;
}

event_ref skeleton(const event& of) {
  return {of.position,          of.commit,      of.stream->name,  of.revision, *of.what.id, of.what.type,
          *of.what.occurred_at, of.recorded_at, of.content_digest};
}

}  // namespace varve::memory

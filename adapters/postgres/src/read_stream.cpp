#include <varve/eventstore/engine/read_deadline.hpp>

#include "log_reader.hpp"
#include "row_feed.hpp"

#include <algorithm>
#include <limits>

namespace varve::postgres {
namespace {

/// A stream at the moment of a read.
struct stream_facts {
  std::int64_t first_visible;
  std::int64_t last;
};

/// How far a read has come, hidden revisions included.
std::optional<std::int64_t> scanned(const stream_facts& stream, std::int64_t from, bool forward,
                                    std::optional<std::int64_t> last, std::optional<std::int64_t> beyond) {
  if (beyond) return forward ? *beyond - 1 : *beyond + 1;
  if (last) return forward ? *last : 0;
  if (forward && from > stream.last) return std::nullopt;
  return forward ? stream.last : 0;
}

}  // namespace

result<page> log_reader::read_stream(std::string_view name, revision from, const filter& which,
                                     const read_options& how) {
  const bool forward = how.direction == direction::forward;
  const std::int64_t batch = row_feed::batch_for(how.limit);
  const read_range range{how.direction, from.value(), forward ? revision::max().value() : 0};
  auto found = look({ask_.stream(name), ask_.stream_events(name, range, batch)});
  const auto& answers = found.answers;
  const token head = found.now.head;
  page::facts known{head, {}, {}, {}, true};
  event_page out;
  if (answers[0].size() == 0 || answers[0].is_null(0, 2)) return out.finish(known);
  const stream_facts stream{answers[0].integer(0, 1), answers[0].integer(0, 2)};

  row_feed feed{std::move(found.answers[1]),
                batch,
                range,
                &event_row::revision,
                [&](const read_range& rest, std::int64_t limit) {
                  return read_on(head.epoch, ask_.stream_events(name, rest, limit));
                },
                [&](const rows& events, key_names& names) { add_names(head.epoch, events, names); }};
  std::optional<std::int64_t> last;
  std::optional<std::int64_t> beyond;  // the first that is not given any more
  engine::read_deadline deadline{how, time_, "reading the stream"};
  while (const event_row* const row = feed.next()) {
    if (row->position > head.position.value()) {
      if (forward) break;
      continue;  // written since
    }
    if (deadline.come()) return deadline.kept().error();
    if (out.add(*row, which) && out.size() > how.limit) {
      beyond = row->revision;
      out.shrink(how.limit);
      break;
    }
    last = row->revision;
  }
  known.end = !beyond;
  if (const auto reached = scanned(stream, from.value(), forward, last, beyond); reached && how.limit > 0)
    known.scanned_revision = revision{*reached};
  return out.finish(known);
}

}  // namespace varve::postgres

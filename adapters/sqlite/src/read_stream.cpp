#include "read_stream.hpp"

#include <varve/core/name.hpp>
#include <varve/eventstore/engine/read_deadline.hpp>

#include "damage.hpp"
#include "page_writer.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace varve::sqlite {
namespace {

/// Most streams have fewer events.
constexpr std::size_t usual_stream = 32;

/// One read of a stream within one snapshot.
class stream_read {
 public:
  stream_read(reader& source, const stream_row& stream, std::string_view name, const filter& which,
              const read_options& how, const clock& time)
      : source_(source),
        stream_(stream),
        which_(which),
        how_(how),
        forward_(how.direction == direction::forward),
        deadline_(how, time, "reading the stream"),
        page_(source.stream_names(), source.type_names(), usual_stream) {
    page_.know_stream(stream.key, name);
  }

  [[nodiscard]] result<page> run(std::int64_t from, const token& head);

 private:
  [[nodiscard]] result<void> take(std::int64_t from);
  [[nodiscard]] std::optional<std::int64_t> scanned(std::int64_t from);
  void check_place(const event_row& found) const;
  [[nodiscard]] std::int64_t step() const { return forward_ ? 1 : -1; }

  reader& source_;
  const stream_row& stream_;
  const filter& which_;
  const read_options& how_;
  bool forward_;
  engine::read_deadline deadline_;
  page_writer page_;
  std::optional<std::int64_t> next_;    // revision that must come, where it is known
  std::optional<std::int64_t> last_;    // revision looked at
  std::optional<std::int64_t> beyond_;  // the first that is not given any more
};

result<page> stream_read::run(std::int64_t from, const token& head) {
  if (auto good = take(from); !good) return std::move(good).error();
  page::facts known{head, {}, {}, {}, !beyond_};
  if (const auto reached = scanned(from); reached && how_.limit > 0)
    known.scanned_revision = revision{*reached};
  return page_.finish(known);
}

result<void> stream_read::take(std::int64_t from) {
  constexpr auto last = std::numeric_limits<std::int64_t>::max();
  const std::int64_t hidden = stream_.first_visible;
  if (forward_) next_ = std::max(from, hidden);
  const std::int64_t begin = forward_ ? *next_ : from;
  const std::int64_t end = forward_ ? last : hidden;
  source_.each_event_of(stream_.key, how_.direction, begin, end, [&](stored_row& found) {
    if (deadline_.come()) return false;
    check_place(found.row);
    last_ = found.row.revision;
    next_ = *last_ + step();
    if (!page_.add(found, which_) || page_.size() <= how_.limit) return true;
    page_.shrink(how_.limit);
    beyond_ = last_;
    return false;
  });
  return deadline_.kept();
}

void stream_read::check_place(const event_row& found) const {
  if (found.stream == stream_.key && (!next_ || found.revision == *next_)) return;
  damaged("stream key " + std::to_string(stream_.key) + " around revision " + std::to_string(found.revision));
}

/// How far the read has come, hidden revisions included.
std::optional<std::int64_t> stream_read::scanned(std::int64_t from) {
  if (beyond_) return *beyond_ - step();
  if (last_) return forward_ ? *last_ : 0;
  const auto newest = source_.last_revision(stream_.key);
  if (!newest || (forward_ && from > *newest)) return std::nullopt;
  return forward_ ? *newest : 0;
}

stream_summary summary_of(const stream_row& stream, std::string_view name, std::int64_t last) {
  const auto state = stream.state(last);
  return {std::string(name), revision{last}, last + 1 - stream.first_visible, state.deleted()};
}

}  // namespace

result<page> read_stream(reader& source, std::string_view name, revision from, const filter& which,
                         const read_options& how, const clock& time) {
  const snapshot state{source};
  const auto stream = source.known_stream(name, state);
  if (stream && stream->key > 0)
    return stream_read{source, *stream, name, which, how, time}.run(from.value(), state.head());
  page none{{}, {}, {state.head(), {}, {}, {}, true}};
  return none;
}

stream_listing list_streams(reader& source, const stream_range& range) {
  const snapshot state{source};
  stream_listing out;
  auto row = source.streams_from(std::max(range.prefix, range.after));
  while (row.next() && row.text(5).starts_with(range.prefix)) {
    const std::string_view name = row.text(5);
    const stream_row stream = read_stream_row(row);
    if (is_reserved(name) || stream.key < 1 || name == range.after) continue;
    out.end = out.streams.size() < range.limit;
    if (!out.end) break;
    const auto last = source.last_revision(stream.key);
    if (!last) damaged("stream key " + std::to_string(stream.key));
    out.streams.push_back(summary_of(stream, name, *last));
  }
  return out;
}

}  // namespace varve::sqlite

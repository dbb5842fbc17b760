#include "read_log.hpp"

#include <varve/eventstore/engine/page_ends.hpp>
#include <varve/eventstore/engine/read_deadline.hpp>

#include "log_walk.hpp"
#include "page_writer.hpp"

#include <algorithm>

namespace varve::sqlite {
namespace {

/// Larger pages grow as they are filled.
constexpr std::size_t usual_page = 1'000;

/// One read of the log within one snapshot.
class log_read {
 public:
  log_read(reader& source, const snapshot& state, const filter& which, const read_options& how,
           const clock& time)
      : source_(source),
        state_(state),
        which_(which),
        how_(how),
        deadline_(how, time, "reading the log"),
        page_(source.stream_names(), source.type_names(), std::min(how.limit, usual_page) + 1,
              how.skeletons) {}

  [[nodiscard]] result<page> exactly(std::int64_t after);
  [[nodiscard]] result<page> whole_commits(std::int64_t after);

 private:
  [[nodiscard]] engine::landmark at(std::int64_t position);
  [[nodiscard]] page finish(std::int64_t after, std::optional<std::int64_t> scanned, bool end);

  reader& source_;
  const snapshot& state_;
  const filter& which_;
  const read_options& how_;
  engine::read_deadline deadline_;
  page_writer page_;
  engine::landmark last_;  // of the rows looked at and not taken back
};

result<page> log_read::exactly(std::int64_t after) {
  const bool forward = how_.direction == direction::forward;
  const std::int64_t head = state_.last();
  const std::int64_t from = forward ? std::min(after, head) + 1 : std::min(after - 1, head);
  const std::int64_t to = forward ? head : 1;
  log_walk walk{source_, state_, which_, how_.direction, from, to};
  std::optional<std::int64_t> beyond;  // the first that is not given any more
  walk.each([&](stored_row& found) {
    if (deadline_.come()) return false;
    if (page_.add(found, which_) && page_.size() > how_.limit) {
      beyond = found.row.position;
      page_.shrink(how_.limit);
      return false;
    }
    last_ = engine::landmark::of(found.row);
    return true;
  });
  if (!deadline_.kept()) return deadline_.kept().error();
  const bool looked = how_.limit > 0 && (forward ? from <= to : from >= to);
  const std::int64_t scanned = !beyond ? to : forward ? *beyond - 1 : *beyond + 1;
  return finish(after, looked ? std::optional(scanned) : std::nullopt, !beyond);
}

result<page> log_read::whole_commits(std::int64_t after) {
  const std::int64_t head = state_.last();
  const std::int64_t from = std::min(after, head) + 1;
  if (how_.limit == 0) return finish(after, std::nullopt, from > head);
  log_walk walk{source_, state_, which_, direction::forward, from, head};
  std::int64_t commit_end = 0;
  std::int64_t looked = 0;
  std::size_t whole = 0;               // events of commits that are complete
  std::optional<std::int64_t> before;  // where the page ends, when that is not at the head
  walk.each([&](stored_row& found) {
    if (deadline_.come()) return false;
    const event_row& row = found.row;
    const std::int64_t before_commit = row.position - row.behind - 1;
    if (row.position > commit_end) {
      whole = page_.size();
      if (whole >= how_.limit || looked >= engine::most_looked_at) before = before_commit;
      if (before) return false;
      commit_end = row.position + row.ahead;
    }
    ++looked;
    if (page_.add(found, which_) && whole > 0 && page_.size() > how_.limit) {
      page_.shrink(whole);
      before = before_commit;
      return false;
    }
    last_ = engine::landmark::of(row);
    return true;
  });
  if (!deadline_.kept()) return deadline_.kept().error();
  if (before) return finish(after, *before, false);
  return finish(after, from > head ? std::nullopt : std::optional(head), true);
}

page log_read::finish(std::int64_t after, std::optional<std::int64_t> scanned, bool end) {
  page::facts known{state_.head(), {}, {}, {}, end};
  if (scanned)
    engine::show_ends(known, how_.direction, after, *scanned,
                      [this](std::int64_t position) { return at(position); });
  return page_.finish(known);
}

engine::landmark log_read::at(std::int64_t position) {
  return position == last_.position ? last_ : engine::landmark::of(source_.event_at(position));
}

}  // namespace

result<page> read_log(reader& source, const token& after, const filter& which, const read_options& how,
                      const clock& time) {
  const snapshot state{source};
  const bool forward = how.direction == direction::forward;
  const token shared{after.epoch, forward ? after.position : after.position.previous()};
  if (auto good = state.check(shared); !good) return std::move(good).error();
  log_read read{source, state, which, how, time};
  return how.whole_commits ? read.whole_commits(after.position.value())
                           : read.exactly(after.position.value());
}

log_info describe_log(reader& source) {
  const snapshot state{source};
  log_info out;
  out.epoch = state.head().epoch;
  out.ancestors = source.ancestors();
  out.head = state.head();
  out.events = state.last() - state.log().changes;
  out.streams = source.greatest_stream() - (state.log().changes > 0 ? 1 : 0);
  out.bytes = source.bytes();
  return out;
}

}  // namespace varve::sqlite

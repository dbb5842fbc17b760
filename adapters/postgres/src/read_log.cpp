#include <varve/eventstore/engine/page_ends.hpp>
#include <varve/eventstore/engine/read_deadline.hpp>

#include "log_reader.hpp"
#include "row_feed.hpp"

#include <algorithm>
#include <limits>

namespace varve::postgres {
namespace {

/// One read of the log. Before it lies the state of the log, of one snapshot with the first rows.
class log_read {
 public:
  log_read(log_reader& log, session& through, const queries& ask, const filter& which,
           const read_options& how, const clock& time)
      : log_(log),
        through_(through),
        ask_(ask),
        which_(which),
        how_(how),
        deadline_(how, time, "reading the log"),
        page_(how.skeletons) {}

  [[nodiscard]] result<page> run(const token& after);

 private:
  [[nodiscard]] read_driver choose_driver();
  [[nodiscard]] std::string rarest(const std::vector<std::string>& tags);
  [[nodiscard]] result<page> exactly(row_feed& feed, const read_range& range, std::int64_t after);
  [[nodiscard]] result<page> whole_commits(row_feed& feed, const read_range& range, std::int64_t after);
  [[nodiscard]] engine::landmark at(std::int64_t position);
  [[nodiscard]] page finish(std::int64_t after, std::optional<std::int64_t> scanned, bool end);

  log_reader& log_;
  session& through_;
  const queries& ask_;
  const filter& which_;
  const read_options& how_;
  engine::read_deadline deadline_;
  token head_;
  event_page page_;
  engine::landmark last_;  // of the rows looked at and not taken back
};

read_driver log_read::choose_driver() {
  read_driver out;
  for (const auto& item : which_.query.items) {
    if (item.tags.empty() && item.types.empty()) {
      out = {};
      break;
    }
    if (item.tags.empty()) {
      std::ranges::copy(item.types, std::back_inserter(out.types));
    } else {
      out.tags.push_back(rarest(item.tags));
    }
  }
  if (!out.empty()) return out;
  if (!which_.types.empty()) return {.types = which_.types};
  if (!which_.categories.empty()) return {.categories = which_.categories};
  if (which_.prefix.find('-') != std::string::npos)
    return {.categories = {std::string(category_of(which_.prefix))}};
  return out;
}

std::string log_read::rarest(const std::vector<std::string>& tags) {
  if (tags.size() == 1) return tags.front();
  return std::string(through_.read(ask_.rarest(tags)).bytes(0, 0));
}

result<page> log_read::run(const token& after) {
  const bool forward = how_.direction == direction::forward;
  const token shared{after.epoch, forward ? after.position : after.position.previous()};
  constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();
  const read_driver driver = choose_driver();
  const std::int64_t batch = row_feed::batch_for(how_.limit);
  read_range range{how_.direction, after.position.value(), forward ? unbounded : 1};
  range.from = forward ? (range.from == unbounded ? unbounded : range.from + 1) : range.from - 1;

  auto [state, answers] = log_.look({ask_.events(driver, range, batch)});
  if (auto good = log_.check(shared, state); !good) return std::move(good).error();
  head_ = state.head;
  const std::int64_t head = head_.position.value();
  if (forward) range = {how_.direction, std::min(after.position.value(), head) + 1, head};
  if (!forward) range.from = std::min(range.from, head);
  row_feed feed{std::move(answers[0]),
                batch,
                range,
                &event_row::position,
                [&](const read_range& rest, std::int64_t limit) {
                  return log_.read_on(head_.epoch, ask_.events(driver, rest, limit));
                },
                [&](const rows& events, key_names& names) { log_.add_names(head_.epoch, events, names); }};
  return how_.whole_commits ? whole_commits(feed, range, after.position.value())
                            : exactly(feed, range, after.position.value());
}

result<page> log_read::exactly(row_feed& feed, const read_range& range, std::int64_t after) {
  const bool forward = how_.direction == direction::forward;
  std::optional<std::int64_t> beyond;  // the first that is not given any more
  while (const event_row* const row = feed.next()) {
    if (deadline_.come()) return deadline_.kept().error();
    if (page_.add(*row, which_) && page_.size() > how_.limit) {
      beyond = row->position;
      page_.shrink(how_.limit);
      break;
    }
    last_ = engine::landmark::of(*row);
  }
  const bool looked = how_.limit > 0 && (forward ? range.from <= range.to : range.from >= range.to);
  const std::int64_t scanned = !beyond ? range.to : forward ? *beyond - 1 : *beyond + 1;
  return finish(after, looked ? std::optional(scanned) : std::nullopt, !beyond);
}

result<page> log_read::whole_commits(row_feed& feed, const read_range& range, std::int64_t after) {
  if (how_.limit == 0) return finish(after, std::nullopt, range.from > range.to);
  std::int64_t commit_end = 0;
  std::size_t whole = 0;  // events of commits that are complete
  for (std::int64_t looked = 0; const event_row* const row = feed.next(); ++looked) {
    if (deadline_.come()) return deadline_.kept().error();
    const std::int64_t before = row->position - row->behind - 1;
    if (row->position > commit_end) {
      whole = page_.size();
      if (whole >= how_.limit || looked >= engine::most_looked_at) return finish(after, before, false);
      commit_end = row->position + row->ahead;
    }
    if (page_.add(*row, which_) && whole > 0 && page_.size() > how_.limit) {
      page_.shrink(whole);
      return finish(after, before, false);
    }
    last_ = engine::landmark::of(*row);
  }
  return finish(after, range.from > range.to ? std::nullopt : std::optional(range.to), true);
}

page log_read::finish(std::int64_t after, std::optional<std::int64_t> scanned, bool end) {
  page::facts known{head_, {}, {}, {}, end};
  if (scanned)
    engine::show_ends(known, how_.direction, after, *scanned,
                      [this](std::int64_t position) { return at(position); });
  return page_.finish(known);
}

engine::landmark log_read::at(std::int64_t position) {
  if (position == last_.position) return last_;
  const rows found = log_.read_on(head_.epoch, ask_.landmark(position));
  if (found.size() != 1)
    throw failure{
        {errc::corrupt, "no event stands at position " + std::to_string(position) + ": the log is damaged"}};
  return {found.integer(0, 0), found.integer(0, 1), found.integer(0, 2) == 0, event_id{found.uuid(0, 3)}};
}

}  // namespace

result<page> log_reader::read_log(const token& after, const filter& which, const read_options& how) {
  log_read read{*this, through_, ask_, which, how, time_};
  return read.run(after);
}

}  // namespace varve::postgres
